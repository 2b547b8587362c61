package io.tocsin.feed;

/** A post's content in the one form in which it is stored and sent. Opaque here; not to be written to. */
public final class Body {
    private final byte[] json;

    private Body(byte[] json) {
        this.json = json;
    }

    /** Takes the array over: the caller must not touch it again. */
    public static Body of(byte[] json) {
        return new Body(json);
    }

    /** The bytes themselves, shared by all readers. */
    public byte[] json() {
        return json;
    }
}
