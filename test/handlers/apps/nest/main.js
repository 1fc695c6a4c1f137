import 'reflect-metadata';

import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { LettrWebhookController } from './controller.js';

class AppModule {}
Module({ controllers: [LettrWebhookController] })(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useBodyParser('json', { limit: '5mb' });
await app.listen(Number(process.env.PORT));
