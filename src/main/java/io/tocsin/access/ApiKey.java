package io.tocsin.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key as its holder has it. Never logged, never stored. */
public record ApiKey(String id, String secret) {
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final Pattern FORM = Pattern.compile("tk_([a-z2-9]{8})_([a-z2-9]{32})");

    /** A new key; {@code random} must be fit for secrets. */
    public static ApiKey random(RandomGenerator random) {
        return new ApiKey(letters(random, 8), letters(random, 32));
    }

    /** Empty if the text does not have a key's form. */
    public static Optional<ApiKey> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new ApiKey(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** What its holder is given. */
    public String text() {
        return "tk_" + id + "_" + secret;
    }

    /** What is stored of the secret. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the stored hash is this key's; takes the same time whatever the answer. */
    boolean hashesTo(String stored) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "tk_" + id + "_…";
    }

    private static String letters(RandomGenerator random, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
