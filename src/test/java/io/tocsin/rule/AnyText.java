package io.tocsin.rule;

import java.util.SplittableRandom;

/** Texts of any characters, most of them from where scripts and marks are. */
final class AnyText {
    private AnyText() {}

    static String of(SplittableRandom random, int characters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            int reach = random.nextInt(3) == 0 ? Character.MAX_CODE_POINT : random.nextBoolean() ? 0x3FFF : 0x7F;
            text.appendCodePoint(random.nextInt(reach + 1));
        }
        return text.toString();
    }

    static String ascii(SplittableRandom random, int characters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            text.append((char) random.nextInt(0x80));
        }
        return text.toString();
    }
}
