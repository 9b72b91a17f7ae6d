import { queryOptions } from "@tanstack/react-query";
import { desk } from "./api";

export const importsQuery = queryOptions({ queryKey: ["imports"], queryFn: desk.imports.list });
export const importPreviewQuery = (id: string) =>
  queryOptions({
    queryKey: ["import-preview", id],
    queryFn: () => desk.imports.preview(id),
    staleTime: Number.POSITIVE_INFINITY,
  });
