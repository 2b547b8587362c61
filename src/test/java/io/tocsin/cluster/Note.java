package io.tocsin.cluster;

import java.nio.charset.StandardCharsets;

/** A value for shared maps of tests. */
record Note(String id, int version) {
    static final Codec<Note> CODEC = new Codec<>(
            Note::id,
            note -> (note.id() + " " + note.version()).getBytes(StandardCharsets.UTF_8),
            bytes -> parse(new String(bytes, StandardCharsets.UTF_8)));

    Note next() {
        return new Note(id, version + 1);
    }

    private static Note parse(String text) {
        int space = text.indexOf(' ');
        return new Note(text.substring(0, space), Integer.parseInt(text.substring(space + 1)));
    }
}
