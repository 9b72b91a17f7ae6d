import { assurance } from "./assurance";
import { customer } from "./customer";
import { desk } from "./desk";
import { general } from "./general";
import { order } from "./order";
import { secondStep } from "./secondStep";
import { settings } from "./settings";

export { retold } from "./retold";

export const texts = {
  ...general,
  ...desk,
  ...customer,
  ...settings,
  ...secondStep,
  ...assurance,
  ...order,
} as const;
