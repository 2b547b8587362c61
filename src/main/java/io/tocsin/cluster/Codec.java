package io.tocsin.cluster;

/** How a value of a shared map is named and written. */
interface Codec<T> {
    String id(T value);

    long version(T value);

    String encode(T value);

    T decode(String json);
}
