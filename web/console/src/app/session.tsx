import { useMantineColorScheme } from "@mantine/core";
import type { Me } from "@nitka/api-client/types";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { desk, queryClient } from "./api";
import { setLocale } from "./language";
import { meQuery } from "./queries";

/** The signed-in person. Only inside the routes that need one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("Nobody is signed in");
  return data;
}

/** Takes over the account's language and theme. */
export function useAccountLooks(me: Me): void {
  const { setColorScheme } = useMantineColorScheme();
  const { locale, theme } = me.account;
  useEffect(() => setLocale(locale), [locale]);
  useEffect(() => setColorScheme(theme), [theme, setColorScheme]);
}

export function useChangeMe() {
  return useMutation({
    mutationFn: desk.auth.change,
    onSuccess: (me) => queryClient.setQueryData(meQuery.queryKey, me),
  });
}

/** Nothing of one workspace may be left in memory when another opens. */
export function enter(me: Me): void {
  queryClient.clear();
  queryClient.setQueryData(meQuery.queryKey, me);
}
