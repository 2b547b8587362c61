package io.tocsin.wire;

import org.jspecify.annotations.Nullable;

/**
 * The names of the fields that are read of a JSON object, and the shapes of the objects in them. Each name has a place
 * of its own, so that what was read can be kept in an array and found without a search.
 */
final class Shape {
    /** No field is read. */
    static final Shape NONE = of();

    private final @Nullable String[] names;
    private final @Nullable Shape[] nested;
    private final boolean strict;

    /** No more than half of the places are taken, so that there is always a free one to end a search. */
    private Shape(boolean strict, String[] names) {
        this.strict = strict;
        int places = Integer.highestOneBit(Math.max(1, names.length * 4));
        this.names = new String[places];
        this.nested = new Shape[places];
        for (String name : names) {
            this.names[place(name)] = name;
        }
    }

    /** Fields of other names are passed over. */
    static Shape of(String... names) {
        return new Shape(false, names);
    }

    /** Fields of other names can be refused: see {@link Fields#only}. */
    static Shape strict(String... names) {
        return new Shape(true, names);
    }

    /** The field {@code name}, which is among the names, holds such an object, or a list of them. */
    Shape with(String name, Shape shape) {
        nested[known(name)] = shape;
        return this;
    }

    boolean strict() {
        return strict;
    }

    int places() {
        return names.length;
    }

    /** Where the field is kept, or where none is kept if it is not among the names. */
    int place(String name) {
        int place = spread(name.hashCode()) & names.length - 1;
        for (String other = names[place]; other != null && !other.equals(name); other = names[place]) {
            place = place + 1 & names.length - 1;
        }
        return place;
    }

    boolean taken(int place) {
        return names[place] != null;
    }

    /** Where the field is kept; it must be among the names. */
    int known(String name) {
        int place = place(name);
        if (!taken(place)) {
            throw new AssertionError("field " + name + " (expected: one of the shape's)");
        }
        return place;
    }

    @Nullable Shape nested(int place) {
        return nested[place];
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 16;
    }
}
