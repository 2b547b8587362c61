package io.tocsin.store;

import io.tocsin.post.AuthorId;
import io.tocsin.post.PostId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;

/**
 * The numbers that names are found by, for narrow indexes. They are not unique, so whoever finds a row by one compares
 * the name.
 *
 * <p>Most sources give ids that grow with time, and those of one source that are near each other get numbers that are:
 * what is stored at one time so lands on few pages of the index, however large that is. All else is spread.
 */
final class NameHash {
    /** Ids that end with one number are spread over so many, so that nobody can make many of one number. */
    private static final long SPREAD = 0xFFFF;

    /** The digits of a timestamp identifier (TID), which ends the id of a post of the AT protocol. */
    private static final String TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz";

    private static final int TID_LENGTH = 13;
    private static final int TID_DIGIT_BITS = 5;
    private static final int MAX_DIGITS = 19;

    private NameHash() {}

    static long of(AuthorId author) {
        return sha(author.source(), author.id());
    }

    static long of(PostId post) {
        String id = post.id();
        int last = id.lastIndexOf('/') + 1;
        OptionalLong serial = serial(id.substring(last));
        if (serial.isEmpty()) {
            return sha(post.source(), id);
        }
        // Sources that number their posts from 1 do not meet in the same numbers.
        long hash = serial.getAsLong() ^ sha(post.source(), "");
        return last == 0 ? hash : hash ^ (sha(post.source(), id) & SPREAD);
    }

    /** The number that it is; empty if it is none. */
    private static OptionalLong serial(String segment) {
        if (!segment.isEmpty()
                && segment.length() <= MAX_DIGITS
                && segment.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.of(Long.parseUnsignedLong(segment));
        }
        return segment.length() == TID_LENGTH ? tid(segment) : OptionalLong.empty();
    }

    private static OptionalLong tid(String digits) {
        long number = 0;
        for (int i = 0; i < TID_LENGTH; i++) {
            int digit = TID_DIGITS.indexOf(digits.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            number = (number << TID_DIGIT_BITS) | digit;
        }
        return OptionalLong.of(number);
    }

    /** The first 64 bits of a SHA-256. */
    private static long sha(String source, String id) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(id.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
