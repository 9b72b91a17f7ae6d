import { assurance } from "./assurance";
import { customer } from "./customer";
import { desk } from "./desk";
import { general } from "./general";
import { imports } from "./imports";
import { order } from "./order";
import { secondStep } from "./secondStep";
import { settings } from "./settings";

export { retold, sentences } from "./retold";

export const texts = { ...general, ...desk, ...customer, ...settings, ...imports, ...secondStep, ...order, ...assurance };
