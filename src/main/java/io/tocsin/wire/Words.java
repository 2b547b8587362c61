package io.tocsin.wire;

import java.util.Locale;
import java.util.StringJoiner;

/** Constants as they are written in JSON: in lower case. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> String all(Class<E> type) {
        StringJoiner all = new StringJoiner(", ");
        for (E constant : type.getEnumConstants()) {
            all.add(of(constant));
        }
        return all.toString();
    }
}
