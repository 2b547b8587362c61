package io.tocsin.rule;

import java.util.List;

/** What a rule asks of a post: the syntax tree of a rule's text. */
public sealed interface Condition {
    /** The word stands in the text. */
    record Keyword(String word) implements Condition {}

    /** The words stand in the text next to each other, in this order. */
    record Phrase(String words) implements Condition {}

    /** The post carries the tag; given without its {@code #}. */
    record Hashtag(String tag) implements Condition {}

    /** The post mentions the handle; given without its {@code @}. */
    record Mention(String handle) implements Condition {}

    /** The post is by the author with this handle or id. */
    record From(String author) implements Condition {}

    /** The source says that the post is in this language. */
    record Lang(String code) implements Condition {}

    /** All of them hold; two or more. */
    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
            if (parts.size() < 2) {
                throw new IllegalArgumentException("parts: " + parts + " (expected: two or more)");
            }
        }
    }

    /** At least one of them holds; two or more. */
    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
            if (parts.size() < 2) {
                throw new IllegalArgumentException("parts: " + parts + " (expected: two or more)");
            }
        }
    }

    /** The part does not hold. */
    record Not(Condition part) implements Condition {}
}
