import * as vscode from 'vscode';

import type { Sighting, WebhookContribution } from '../../pages/webhookContribution.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { Emitter } from '../../platform/emitter.ts';
import { ContextKey, View } from '../../platform/ids.ts';
import type { Delivery } from '../delivery.ts';
import type { DeliveryNode } from '../rows.ts';
import type { DeliveriesDeps, DeliveriesFeature, DeliveryHandlers } from './feature.ts';

/** What other features do with deliveries. */
export interface Deliveries extends vscode.Disposable {
  /** Keeps a delivery and shows it in the view. @param secrets everything that must not be written. */
  add(delivery: Delivery, secrets: readonly string[]): Promise<Delivery>;
  /** The newest first. */
  all(): Promise<readonly Delivery[]>;
  /** Opens the page of a delivery. */
  show(id: string): Promise<void>;
  /** The delivery that a command was called for; picked when its arguments name none. @throws {Cancelled} */
  pick(args: readonly unknown[], placeholder: string): Promise<Delivery>;
  /** Handlers of the commands that only read or remove deliveries. */
  handlers(): Promise<DeliveryHandlers>;
  /** What a webhook's page says of its deliveries. */
  readonly contribution: WebhookContribution;
}

const REMEMBERED = 'lettr.hasDeliveries';

/** Adds the view "Deliveries" once there is anything to show; all else is loaded with the first delivery or command. */
export function registerDeliveries(deps: DeliveriesDeps): Deliveries {
  const { memory, setContext } = deps;
  const disposables = new DisposableStore();
  const changed = disposables.add(new vscode.EventEmitter<DeliveryNode | undefined>());
  const contributed = disposables.add(new Emitter<undefined>());
  let view: vscode.TreeView<DeliveryNode> | undefined;
  let loaded: Promise<DeliveriesFeature> | undefined;
  let feature: DeliveriesFeature | undefined;

  const showView = (): vscode.TreeView<DeliveryNode> => {
    setContext(ContextKey.hasDeliveries, true);
    view ??= disposables.add(
      vscode.window.createTreeView<DeliveryNode>(View.deliveries, {
        canSelectMany: true,
        treeDataProvider: {
          onDidChangeTreeData: changed.event,
          getChildren: async (node) => (await load()).children(node),
          getTreeItem: async (node) => (await load()).item(node),
        },
      }),
    );
    return view;
  };
  const load = (): Promise<DeliveriesFeature> =>
    (loaded ??= import('./feature.ts').then(async (module) => {
      feature = disposables.add(
        new module.DeliveriesFeature(deps, {
          view: () => view,
          onChange: () => {
            changed.fire(undefined);
            contributed.fire(undefined);
          },
        }),
      );
      await feature.log.refresh();
      return feature;
    }));

  if (memory.get<boolean>(REMEMBERED, false)) {
    showView();
  }
  return {
    add: async (delivery, secrets) => {
      const { log } = await load();
      showView();
      void memory.update(REMEMBERED, true);
      return log.add(delivery, secrets);
    },
    all: async () => (await load()).log.deliveries,
    show: async (id) => (await load()).show(id),
    pick: async (args, placeholder) => (await load()).pick(args, placeholder),
    handlers: async () => (await load()).handlers(),
    contribution: {
      sections: (...webhook) => {
        // A page is made at once; when the log is read it is told that something changed.
        void (feature === undefined && memory.get<boolean>(REMEMBERED, false) && load());
        return feature?.sections(...webhook) ?? [];
      },
      sightings: (...webhook): readonly Sighting[] => feature?.sightings(...webhook) ?? [],
      onDidChange: contributed.event,
    },
    dispose: () => disposables.dispose(),
  };
}
