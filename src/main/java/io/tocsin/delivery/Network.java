package io.tocsin.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param first the lowest of them
 * @param bits how many leading bits they have in common
 */
public record Network(InetAddress first, int bits) {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final Pattern FORM = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    public Network {
        byte[] bytes = first.getAddress();
        int all = bytes.length * Byte.SIZE;
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("network: " + first.getHostAddress() + "/" + bits
                    + " (expected: a prefix of 0 to " + all + " bits)");
        }
        for (int bit = bits; bit < all; bit++) {
            if (bit(bytes, bit) != 0) {
                throw new IllegalArgumentException("network: " + first.getHostAddress() + "/" + bits
                        + " (expected: its lowest address, without bits after the prefix)");
            }
        }
    }

    /** Reads {@code address/bits}; an address alone is a network of one. */
    public static Network parse(String text) {
        Matcher matcher = FORM.matcher(text);
        Optional<InetAddress> first = matcher.matches() ? literal(matcher.group(1)) : Optional.empty();
        if (first.isEmpty()) {
            throw new IllegalArgumentException("network: " + text + " (expected: such as 10.0.0.0/8 or fd00::/8)");
        }
        String bits = matcher.group(2);
        return new Network(
                first.get(), bits == null ? first.get().getAddress().length * Byte.SIZE : Integer.parseInt(bits));
    }

    /** The address that the text is; empty if it is a name. Nobody is asked. */
    static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // An address in digits that is none would be asked for as a name.
            return text.indexOf(':') < 0 && tooLarge(text)
                    ? Optional.empty()
                    : Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean tooLarge(String dotted) {
        for (String part : dotted.split("\\.", -1)) {
            if (Integer.parseInt(part) > 255) {
                return true;
            }
        }
        return false;
    }

    public boolean contains(InetAddress address) {
        byte[] theirs = address.getAddress();
        byte[] ours = first.getAddress();
        if (theirs.length != ours.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (bit(theirs, bit) != bit(ours, bit)) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int bit) {
        return bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
