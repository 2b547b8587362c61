package io.tocsin.match;

import io.tocsin.post.Media;
import io.tocsin.post.Post;
import io.tocsin.rule.Condition;

/**
 * What is true or not of a post, as bits: one that is set if it is so, and one that is set if it is not, so that a rule
 * may require either.
 */
final class Flags {
    private static final int NOT = 16;
    private static final int TRUE_BITS = (1 << NOT) - 1;

    /** No post has it. */
    static final int NEVER = bit(Condition.Is.Kind.NULLCAST);

    private Flags() {}

    static int bit(Condition.Is.Kind kind) {
        return switch (kind) {
            case REPOST -> 1;
            case REPLY -> 1 << 1;
            case QUOTE -> 1 << 2;
            case VERIFIED -> 1 << 3;
            case NULLCAST -> 1 << 4;
        };
    }

    static int bit(Condition.Has.Part part) {
        return switch (part) {
            case HASHTAGS -> 1 << 5;
            case CASHTAGS -> 1 << 6;
            case LINKS -> 1 << 7;
            case MENTIONS -> 1 << 8;
            case MEDIA -> 1 << 9;
            case IMAGES -> 1 << 10;
            case VIDEOS -> 1 << 11;
            case GEO -> 1 << 12;
        };
    }

    /** The bit that is set if the other one is not. */
    static int not(int bit) {
        return bit << NOT;
    }

    static int of(Post post) {
        int flags = 0;
        if (post.kind() == Post.Kind.REPOST || post.references().repostOf().isPresent()) {
            flags |= bit(Condition.Is.Kind.REPOST);
        }
        if (post.kind() == Post.Kind.REPLY || post.references().replyTo().isPresent()) {
            flags |= bit(Condition.Is.Kind.REPLY);
        }
        if (post.kind() == Post.Kind.QUOTE || post.references().quoteOf().isPresent()) {
            flags |= bit(Condition.Is.Kind.QUOTE);
        }
        if (post.author().verified()) {
            flags |= bit(Condition.Is.Kind.VERIFIED);
        }
        flags |= parts(post);
        return flags | ((~flags & TRUE_BITS) << NOT);
    }

    private static int parts(Post post) {
        int flags = 0;
        if (!post.hashtags().isEmpty()) {
            flags |= bit(Condition.Has.Part.HASHTAGS);
        }
        if (!post.cashtags().isEmpty()) {
            flags |= bit(Condition.Has.Part.CASHTAGS);
        }
        if (!post.links().isEmpty()) {
            flags |= bit(Condition.Has.Part.LINKS);
        }
        if (!post.mentions().isEmpty()) {
            flags |= bit(Condition.Has.Part.MENTIONS);
        }
        for (int i = 0; i < post.media().size(); i++) {
            Media media = post.media().get(i);
            flags |= bit(Condition.Has.Part.MEDIA);
            if (media.type() == Media.Type.IMAGE) {
                flags |= bit(Condition.Has.Part.IMAGES);
            } else if (media.type() == Media.Type.VIDEO) {
                flags |= bit(Condition.Has.Part.VIDEOS);
            }
        }
        if (post.geo().isPresent() || post.place().isPresent()) {
            flags |= bit(Condition.Has.Part.GEO);
        }
        return flags;
    }
}
