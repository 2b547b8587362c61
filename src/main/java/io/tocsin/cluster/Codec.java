package io.tocsin.cluster;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** How a value of a shared map is named and written. */
record Codec<T>(Function<T, String> name, Function<T, byte[]> bytes, Function<byte[], T> value) {
    String id(T named) {
        return name.apply(named);
    }

    String encode(T written) {
        return new String(bytes.apply(written), StandardCharsets.UTF_8);
    }

    T decode(String json) {
        return value.apply(json.getBytes(StandardCharsets.UTF_8));
    }
}
