package io.tocsin.source;

import io.vertx.core.buffer.Buffer;

/** Cuts what comes in pieces into lines of bounded length; a longer one is passed over, and costs itself only. */
final class Lines {
    static final int MAX_LINE = 1 << 20;

    private final Hearing hearing;
    private Buffer begun = Buffer.buffer();
    private boolean tooLong;

    /** Who hears the lines. */
    interface Hearing {
        /** Without what ends it; may be empty. */
        void line(byte[] line);

        void tooLong();
    }

    Lines(Hearing hearing) {
        this.hearing = hearing;
    }

    void feed(Buffer piece) {
        int start = 0;
        for (int i = 0; i < piece.length(); i++) {
            if (piece.getByte(i) == '\n') {
                take(piece, start, i);
                end();
                start = i + 1;
            }
        }
        take(piece, start, piece.length());
    }

    private void take(Buffer piece, int start, int end) {
        if (begun.length() + end - start > MAX_LINE) {
            tooLong = true;
            begun = Buffer.buffer();
        }
        if (!tooLong && end > start) {
            begun.appendBuffer(piece, start, end - start);
        }
    }

    private void end() {
        int length = begun.length();
        if (length > 0 && begun.getByte(length - 1) == '\r') {
            length--;
        }
        byte[] line = begun.getBytes(0, length);
        boolean passedOver = tooLong;
        begun = Buffer.buffer();
        tooLong = false;
        if (passedOver) {
            hearing.tooLong();
        } else {
            hearing.line(line);
        }
    }
}
