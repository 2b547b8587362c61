package io.tocsin.match;

import io.tocsin.post.Area;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.References;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import java.util.Optional;
import java.util.function.Predicate;

/** What a post's source says of it beside the text: a condition on it holds or does not, and has no stretch. */
final class Facts {
    private final Post post;
    private final Spelling spelling;

    Facts(Post post, Spelling spelling) {
        this.post = post;
        this.spelling = spelling;
    }

    boolean satisfy(Condition condition) {
        if (condition instanceof Condition.From from) {
            return named(
                    new AuthorName(
                            Optional.of(post.author().id()), post.author().handle()),
                    from.author());
        } else if (condition instanceof Condition.To to) {
            return post.references()
                    .replyToAuthor()
                    .filter(name -> named(name, to.author()))
                    .isPresent();
        } else if (condition instanceof Condition.RepostOfAuthor repost) {
            return post.references()
                    .repostOfAuthor()
                    .filter(name -> named(name, repost.author()))
                    .isPresent();
        } else if (condition instanceof Condition.Conversation conversation) {
            return is(post.references().conversation(), conversation.id());
        } else if (condition instanceof Condition.ReplyTo reply) {
            return is(post.references().replyTo(), reply.post());
        } else if (condition instanceof Condition.RepostOf repost) {
            return is(post.references().repostOf(), repost.post());
        } else if (condition instanceof Condition.Profile profile) {
            return profile(profile.field())
                    .filter(text -> says(text, profile.words()))
                    .isPresent();
        } else if (condition instanceof Condition.Followers followers) {
            return post.author().followers().stream().anyMatch(n -> n >= followers.min() && n <= followers.max());
        } else if (condition instanceof Condition.Lang lang) {
            return post.lang()
                    .filter(tag -> Language.includes(lang.code(), tag))
                    .isPresent();
        } else if (condition instanceof Condition.Sample sample) {
            return Sampling.bucket(post.id()) < sample.percent();
        } else if (condition instanceof Condition.Source source) {
            return same(post.id().source(), source.name());
        } else if (condition instanceof Condition.Is is) {
            return is(is.kind());
        } else if (condition instanceof Condition.Has has) {
            return has(has.part());
        }
        return lies(condition);
    }

    /** Where the post was made; a repost is made anywhere. */
    private boolean lies(Condition condition) {
        if (condition instanceof Condition.InPlace in) {
            return original(post.place())
                    .filter(place -> is(place.id(), in.place()) || says(place.name(), in.place()))
                    .isPresent();
        } else if (condition instanceof Condition.InCountry in) {
            return original(post.place())
                    .flatMap(Place::country)
                    .filter(in.code()::equalsIgnoreCase)
                    .isPresent();
        } else if (condition instanceof Condition.InCircle circle) {
            return lies(geo -> Earth.inside(geo, circle), area -> Earth.inside(area, circle));
        } else if (condition instanceof Condition.InBox box) {
            return lies(geo -> Earth.inside(geo, box), area -> Earth.inside(area, box));
        }
        throw new AssertionError(condition);
    }

    private boolean lies(Predicate<Geo> point, Predicate<Area> whole) {
        return original(post.geo()).filter(point).isPresent()
                || original(post.place()).flatMap(Place::area).filter(whole).isPresent();
    }

    private <T> Optional<T> original(Optional<T> whereabouts) {
        return is(Condition.Is.Kind.REPOST) ? Optional.empty() : whereabouts;
    }

    private boolean is(Condition.Is.Kind kind) {
        References references = post.references();
        return switch (kind) {
            case REPOST ->
                post.kind() == Post.Kind.REPOST || references.repostOf().isPresent();
            case REPLY -> post.kind() == Post.Kind.REPLY || references.replyTo().isPresent();
            case QUOTE -> post.kind() == Post.Kind.QUOTE || references.quoteOf().isPresent();
            case VERIFIED -> post.author().verified();
            case NULLCAST -> false;
        };
    }

    private boolean has(Condition.Has.Part part) {
        return switch (part) {
            case HASHTAGS -> !post.hashtags().isEmpty();
            case CASHTAGS -> !post.cashtags().isEmpty();
            case LINKS -> !post.links().isEmpty();
            case MENTIONS -> !post.mentions().isEmpty();
            case MEDIA -> !post.media().isEmpty();
            case IMAGES -> comesWith(Media.Type.IMAGE);
            case VIDEOS -> comesWith(Media.Type.VIDEO);
            case GEO -> post.geo().isPresent() || post.place().isPresent();
        };
    }

    private boolean comesWith(Media.Type type) {
        return post.media().stream().anyMatch(media -> media.type() == type);
    }

    private Optional<String> profile(Condition.Profile.Field field) {
        return switch (field) {
            case BIO -> post.author().bio();
            case NAME -> post.author().name();
            case LOCATION -> post.author().location();
        };
    }

    private boolean says(String text, String words) {
        return new Words(text, spelling).hold(new Words(words, spelling));
    }

    private static boolean named(AuthorName author, String name) {
        return author.id().filter(id -> same(id, name)).isPresent()
                || author.handle().filter(handle -> same(handle, name)).isPresent();
    }

    private static boolean is(Optional<String> id, String wanted) {
        return id.filter(wanted::equals).isPresent();
    }

    private static boolean same(String one, String other) {
        return Folding.fold(one).equals(Folding.fold(other));
    }
}
