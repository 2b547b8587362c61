package io.tocsin.api;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stretch of a list that is sorted by id: {@code ?after=&limit=}, checked by the contract. */
record Page<T>(List<T> items, Optional<String> next) {
    private static final int DEFAULT_LIMIT = 100;

    static <T> Page<T> of(List<T> sorted, Function<T, String> id, RoutingContext request) {
        int limit = request.queryParam("limit").stream()
                .findFirst()
                .map(Integer::valueOf)
                .orElse(DEFAULT_LIMIT);
        String after = request.queryParam("after").stream().findFirst().orElse("");
        List<T> rest = sorted.stream()
                .filter(item -> id.apply(item).compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        return rest.size() <= limit
                ? new Page<>(rest, Optional.empty())
                : new Page<>(rest.subList(0, limit), Optional.of(id.apply(rest.get(limit - 1))));
    }
}
