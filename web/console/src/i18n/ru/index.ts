import { around } from "./around";
import { assurance } from "./assurance";
import { continuing } from "./continuing";
import { customer } from "./customer";
import { desk } from "./desk";
import { found } from "./found";
import { general } from "./general";
import { imports } from "./imports";
import { order } from "./order";
import { secondStep } from "./secondStep";
import { settings } from "./settings";
import { words } from "./words";

export { retold, sentences } from "./retold";

export const texts = {
  ...general,
  ...desk,
  ...continuing,
  ...customer,
  ...found,
  ...settings,
  ...words,
  ...imports,
  ...secondStep,
  ...order,
  ...around,
  ...assurance,
};
