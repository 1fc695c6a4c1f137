import * as l10n from '@vscode/l10n';

import { eventCatalogue } from '../api/events.ts';
import { CATEGORY_OF_WRAPPER } from './batch.ts';
import { type FieldDoc, fieldDocs } from './fields.ts';
import { sampleOf } from './samples.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of a batch, in the current language: completion offers a whole event of each type, the hovers explain the
 * fields. Fields that are not known are allowed, since the provider may add some at any time.
 */
export function batchSchema(): Schema {
  const types = eventCatalogue().map((info) => ({ ...info, ...sampleOf(info.name) }));
  const wrapper = (name: string): Schema => wrapperSchema(types.filter((type) => type.wrapper === name));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: l10n.t('Batch of webhook events'),
    description: l10n.t('The body of one delivery: an array with one element for each event.'),
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['msys'],
      defaultSnippets: types.map(({ label, description, name, fields, wrapper: key }) => ({
        label: `${label} (${name})`,
        description,
        body: { msys: { [key]: fields } },
      })),
      properties: {
        msys: {
          type: 'object',
          description: l10n.t(
            'One event below the name of its category. Empty in the test request for a new endpoint.',
          ),
          maxProperties: 1,
          properties: Object.fromEntries(
            Object.keys(CATEGORY_OF_WRAPPER).map((name) => [name, wrapper(name)]),
          ),
        },
        cust: {
          type: 'object',
          description: l10n.t('Sometimes sent beside the event. A handler ignores it.'),
        },
      },
    },
    definitions: Object.fromEntries(
      Object.entries(fieldDocs()).map(([name, doc]) => [name, fieldSchema(doc)]),
    ),
  };
}

interface DescribedType {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function wrapperSchema(types: readonly DescribedType[]): Schema {
  const shortName = ({ name }: DescribedType): string => name.slice(name.indexOf('.') + 1);
  return {
    type: 'object',
    required: ['type', 'event_id', 'timestamp'],
    properties: {
      type: {
        type: 'string',
        enum: types.map(shortName),
        enumDescriptions: types.map(({ label, description }) => `${label}: ${description}`),
        description: fieldDocs()['type']?.description,
      },
    },
    allOf: types.map((type) => ({
      if: { properties: { type: { const: shortName(type) } }, required: ['type'] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: {
        properties: Object.fromEntries(
          Object.keys(type.fields)
            .filter((name) => name !== 'type')
            .map((name) => [name, { $ref: `#/definitions/${name}` }]),
        ),
      },
    })),
  };
}

function fieldSchema({ type, description, pattern }: FieldDoc): Schema {
  return {
    type,
    description,
    ...(pattern && { pattern: pattern.source, patternErrorMessage: pattern.hint }),
  };
}
