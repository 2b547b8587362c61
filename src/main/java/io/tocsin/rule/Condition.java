package io.tocsin.rule;

import java.util.List;

/**
 * What a rule asks of a post: the syntax tree of a rule's text. Values are as their author wrote them, without the
 * signs of the language; whoever compares them folds them.
 */
public sealed interface Condition {
    /** The condition in the rule language, as short as can be: what reads it gets an equal one. */
    default String written() {
        return Printer.print(this);
    }

    /** The word stands in the text. */
    record Keyword(String word) implements Condition {}

    /** The words stand in the text next to each other, in this order. */
    record Phrase(String words) implements Condition {}

    /** The words stand in the text, moved by {@code distance} places in all at most from standing as a phrase. */
    record Near(String words, int distance) implements Condition {}

    /** The text holds these characters, be they words or not. */
    record Contains(String text) implements Condition {}

    /** The post carries the tag; given without its {@code #}. */
    record Hashtag(String tag) implements Condition {}

    /** The post mentions the handle; given without its {@code @}. */
    record Mention(String handle) implements Condition {}

    /** The post carries the stock symbol; given without its {@code $}. */
    record Cashtag(String symbol) implements Condition {}

    /** The post is by the author with this handle or id. */
    record From(String author) implements Condition {}

    /** The post answers one by the author with this handle or id. */
    record To(String author) implements Condition {}

    /** The post repeats one by the author with this handle or id. */
    record RepostOfAuthor(String author) implements Condition {}

    /** The post belongs to the conversation that began with the post of this id. */
    record Conversation(String id) implements Condition {}

    /** The post answers the one with this id. */
    record ReplyTo(String post) implements Condition {}

    /** The post repeats the one with this id. */
    record RepostOf(String post) implements Condition {}

    /** The words stand in one of the post's links, next to each other. */
    record Link(String words) implements Condition {}

    /** One of the post's links holds these characters. */
    record LinkContains(String text) implements Condition {}

    /** The words stand next to each other in what the author says in this part of the profile. */
    record Profile(Field field, String words) implements Condition {
        public enum Field {
            BIO,
            NAME,
            LOCATION
        }
    }

    /** The post was tagged with a place whose name holds the words, or with the place of this id. */
    record InPlace(String place) implements Condition {}

    /** The post was tagged with a place in the country; its two-letter ISO 3166 code. */
    record InCountry(String code) implements Condition {}

    /** The post was made within the circle around a point (WGS 84, degrees). */
    record InCircle(double lon, double lat, double radius, Unit unit) implements Condition {
        public enum Unit {
            KM(1_000),
            MI(1_609.344);

            private final double meters;

            Unit(double meters) {
                this.meters = meters;
            }
        }

        public double meters() {
            return radius * unit.meters;
        }
    }

    /** The post was made between two meridians and two parallels; across 180° if west is greater than east. */
    record InBox(double west, double south, double east, double north) implements Condition {}

    /** The source says that the post is in this language. */
    record Lang(String code) implements Condition {}

    /** The post is of this kind. */
    record Is(Kind kind) implements Condition {
        public enum Kind {
            REPOST,
            REPLY,
            QUOTE,
            /** By an author whom the source has verified. */
            VERIFIED,
            /** An advertisement that nobody but its audience sees: no source delivers one. */
            NULLCAST
        }
    }

    /** The post comes with it. */
    record Has(Part part) implements Condition {
        public enum Part {
            HASHTAGS,
            CASHTAGS,
            LINKS,
            MENTIONS,
            MEDIA,
            IMAGES,
            VIDEOS,
            GEO
        }
    }

    /** The source says that the author has so many followers, both bounds included. */
    record Followers(long min, long max) implements Condition {}

    /** The post is one of {@code percent} in a hundred, the same ones for every rule. */
    record Sample(int percent) implements Condition {}

    /** The post is from this source. */
    record Source(String name) implements Condition {}

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

    /**
     * The part holds when accents make no difference in its keywords, phrases, substrings, tags, profile words and
     * places. It is the whole of a rule, never a part of one.
     */
    record Unaccented(Condition part) implements Condition {}
}
