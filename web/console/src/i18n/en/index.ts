import { customer } from "./customer";
import { desk } from "./desk";
import { general } from "./general";
import { secondStep } from "./secondStep";
import { settings } from "./settings";

export { retold } from "./retold";

export const texts = { ...general, ...desk, ...customer, ...settings, ...secondStep } as const;
