export interface PageRequest {
  /** Zero-based. */
  readonly page: number;
  readonly size: number;
}

/** Spring's page envelope around the rows of one page; a page past the end is empty, not an error. */
export function springPage<T>(all: readonly T[], { page, size }: PageRequest, toRow: (item: T) => object): object {
  const content = all.slice(page * size, (page + 1) * size).map(toRow);
  const totalPages = Math.ceil(all.length / size);
  const sort = { empty: true, sorted: false, unsorted: true };
  return {
    content,
    pageable: { sort, offset: page * size, pageNumber: page, pageSize: size, paged: true, unpaged: false },
    last: page >= totalPages - 1,
    totalElements: all.length,
    totalPages,
    first: page === 0,
    number: page,
    numberOfElements: content.length,
    size,
    sort,
    empty: content.length === 0,
  };
}
