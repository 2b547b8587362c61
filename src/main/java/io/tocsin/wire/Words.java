package io.tocsin.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Constants as they are written in JSON: in lower case. */
final class Words<E extends Enum<E>> {
    private final Map<String, Optional<E>> constants = new HashMap<>();
    private final String all;

    Words(Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            constants.put(of(constant), Optional.of(constant));
        }
        all = Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant that is written so; empty if there is none. */
    Optional<E> constant(String word) {
        return constants.getOrDefault(word, Optional.empty());
    }

    /** Every word, for people. */
    String all() {
        return all;
    }
}
