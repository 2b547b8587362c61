package io.tocsin.ingest;

import java.util.Arrays;

/** A body that is not packed. */
final class Plain implements Unpacking {
    private static final byte[] NOTHING = {};

    private byte[] fed = NOTHING;
    private int at;

    @Override
    public void feed(byte[] packed) {
        fed = packed;
        at = 0;
    }

    @Override
    public byte[] next() {
        int end = Math.min(fed.length, at + PIECE);
        byte[] piece = at == 0 && end == fed.length ? fed : Arrays.copyOfRange(fed, at, end);
        at = end;
        if (at == fed.length) {
            fed = NOTHING;
            at = 0;
        }
        return piece;
    }

    @Override
    public void end() {}

    @Override
    public void close() {}
}
