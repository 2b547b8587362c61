package io.tocsin.rule;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Writes a condition as the shortest text that means it. */
final class Printer {
    private Printer() {}

    static String print(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream().map(Printer::inAnd).collect(Collectors.joining(" "));
        } else if (condition instanceof Condition.Or or) {
            return or.parts().stream().map(Printer::print).collect(Collectors.joining(" OR "));
        } else if (condition instanceof Condition.Not not) {
            return "-" + (single(not.part()) ? print(not.part()) : "(" + print(not.part()) + ")");
        } else if (condition instanceof Condition.Unaccented unaccented) {
            return inAnd(unaccented.part()) + " accents:ignore";
        }
        return words(condition);
    }

    private static String inAnd(Condition part) {
        return part instanceof Condition.Or ? "(" + print(part) + ")" : print(part);
    }

    private static boolean single(Condition part) {
        return !(part instanceof Condition.And || part instanceof Condition.Or || part instanceof Condition.Not);
    }

    private static String words(Condition term) {
        if (term instanceof Condition.Keyword keyword) {
            return keyword.word();
        } else if (term instanceof Condition.Phrase phrase) {
            return quoted(phrase.words());
        } else if (term instanceof Condition.Near near) {
            return quoted(near.words()) + "~" + near.distance();
        } else if (term instanceof Condition.Contains contains) {
            return "contains:" + value(contains.text());
        } else if (term instanceof Condition.Hashtag hashtag) {
            return "#" + hashtag.tag();
        } else if (term instanceof Condition.Mention mention) {
            return "@" + mention.handle();
        } else if (term instanceof Condition.Cashtag cashtag) {
            return "$" + cashtag.symbol();
        } else if (term instanceof Condition.Link link) {
            return "url:" + value(link.words());
        } else if (term instanceof Condition.LinkContains link) {
            return "url_contains:" + value(link.text());
        }
        return reference(term);
    }

    private static String reference(Condition term) {
        if (term instanceof Condition.From from) {
            return "from:" + value(from.author());
        } else if (term instanceof Condition.To to) {
            return "to:" + value(to.author());
        } else if (term instanceof Condition.RepostOfAuthor repost) {
            return "retweets_of:" + value(repost.author());
        } else if (term instanceof Condition.Conversation conversation) {
            return "conversation_id:" + value(conversation.id());
        } else if (term instanceof Condition.ReplyTo reply) {
            return "in_reply_to:" + value(reply.post());
        } else if (term instanceof Condition.RepostOf repost) {
            return "retweets_of_tweet_id:" + value(repost.post());
        }
        return whereabouts(term);
    }

    private static String whereabouts(Condition term) {
        if (term instanceof Condition.Profile profile) {
            String name = profile.field() == Condition.Profile.Field.BIO ? "bio" : "bio_" + lower(profile.field());
            return name + ":" + value(profile.words());
        } else if (term instanceof Condition.InPlace place) {
            return "place:" + value(place.place());
        } else if (term instanceof Condition.InCountry country) {
            return "place_country:" + country.code();
        } else if (term instanceof Condition.InCircle circle) {
            return "point_radius:[" + numbers(circle.lon(), circle.lat(), circle.radius()) + lower(circle.unit()) + "]";
        } else if (term instanceof Condition.InBox box) {
            return "bounding_box:[" + numbers(box.west(), box.south(), box.east(), box.north()) + "]";
        }
        return kind(term);
    }

    private static String kind(Condition term) {
        if (term instanceof Condition.Lang lang) {
            return "lang:" + lang.code();
        } else if (term instanceof Condition.Is is) {
            return "is:" + (is.kind() == Condition.Is.Kind.REPOST ? "retweet" : lower(is.kind()));
        } else if (term instanceof Condition.Has has) {
            return "has:" + lower(has.part());
        } else if (term instanceof Condition.Followers followers) {
            String most = followers.max() == Long.MAX_VALUE ? "" : ".." + followers.max();
            return "followers_count:" + followers.min() + most;
        } else if (term instanceof Condition.Sample sample) {
            return "sample:" + sample.percent();
        } else if (term instanceof Condition.Source source) {
            return "source:" + value(source.name());
        }
        throw new AssertionError(term);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String numbers(double... numbers) {
        return DoubleStream.of(numbers)
                .mapToObj(number ->
                        BigDecimal.valueOf(number).stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(" "));
    }

    private static String value(String value) {
        return Lexer.plain(value) ? value : quoted(value);
    }

    private static String quoted(String words) {
        return "\"" + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
