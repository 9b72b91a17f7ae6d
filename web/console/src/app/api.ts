import { createDesk } from "@nitka/api-client/desk";
import { createHttp } from "@nitka/api-client/http";
import { ApiError } from "@nitka/api-client/problem";
import { QueryClient } from "@tanstack/react-query";

/** Where the session ended: the shell shows the way back in without losing what is being written. */
export const session = new EventTarget();

export const desk = createDesk(createHttp("/api/v1", () => session.dispatchEvent(new Event("lost"))));

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The socket tells of changes; what is in memory is shown at once and refreshed behind.
      staleTime: 30_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      retry: (count, error) => error instanceof ApiError && error.passing && count < 3,
    },
    // Retried by hand: an operator must see what was not done.
    mutations: { retry: false, networkMode: "always" },
  },
});
