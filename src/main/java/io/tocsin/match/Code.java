package io.tocsin.match;

import io.tocsin.rule.Condition;

/**
 * A condition as numbers: a tree of nodes, each before its children, in one array of ints that holds those of many
 * rules.
 *
 * <pre>
 *  node = operation | features &lt;&lt; 8
 *         length of the node with its children
 *         the features it asks for, by their numbers in a {@link Vocabulary}
 *         what else it needs, see {@link Compiler}
 *         children
 * </pre>
 */
final class Code {
    /** The post has all of the features. */
    static final int ALL = 0;
    /**
     * The features stand next to each other, in this order; one with {@link #GLUED} must be glued to the one before.
     * That they are there at all is asked beside it.
     */
    static final int PHRASE = 1;
    /** They stand near each other. Then the distance. */
    static final int NEAR = 2;
    /** The text, or a link, holds these bytes. Then the field's key, the number of bytes, the bytes four at a time. */
    static final int CONTAINS = 3;
    /** {@link Flags} are set: those of the mask that follows. */
    static final int FLAG = 4;
    /** Then the least and the most followers, two ints each. */
    static final int FOLLOWERS = 5;
    /** Then the percentage. */
    static final int SAMPLE = 6;
    /**
     * The features are cells of which the post is in one. Then longitude, latitude, radius, two ints each; the unit.
     */
    static final int CIRCLE = 7;
    /** The features are cells of which the post is in one. Then west, south, east, north, two ints each. */
    static final int BOX = 8;

    static final int AND = 9;
    static final int OR = 10;
    static final int NOT = 11;

    static final int GLUED = 1 << 31;
    static final int HEADER = 2;
    static final int KILOMETERS = 0;
    static final int MILES = 1;

    private static final int OPERATION_BITS = 8;

    private Code() {}

    static int header(int operation, int features) {
        return operation | (features << OPERATION_BITS);
    }

    static int operation(int[] code, int node) {
        return code[node] & ((1 << OPERATION_BITS) - 1);
    }

    /** The number of the rule whose first node it is. */
    static int rule(int[] code, int node) {
        return code[node - 1];
    }

    /** Behind the node and its children. */
    static int next(int[] code, int node) {
        return node + code[node + 1];
    }

    static int firstFeature(int node) {
        return node + HEADER;
    }

    static int afterFeatures(int[] code, int node) {
        return node + HEADER + (code[node] >>> OPERATION_BITS);
    }

    static boolean hasChildren(int operation) {
        return operation >= AND;
    }

    static long twoInts(int[] code, int at) {
        return (code[at] & 0xFFFFFFFFL) | ((long) code[at + 1] << Integer.SIZE);
    }

    static Condition.InCircle circle(int[] code, int at) {
        return new Condition.InCircle(
                real(code, at),
                real(code, at + 2),
                real(code, at + 4),
                code[at + 6] == MILES ? Condition.InCircle.Unit.MI : Condition.InCircle.Unit.KM);
    }

    static Condition.InBox box(int[] code, int at) {
        return new Condition.InBox(real(code, at), real(code, at + 2), real(code, at + 4), real(code, at + 6));
    }

    private static double real(int[] code, int at) {
        return Double.longBitsToDouble(twoInts(code, at));
    }
}
