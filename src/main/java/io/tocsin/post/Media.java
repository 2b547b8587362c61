package io.tocsin.post;

/** A picture or film attached to a post. */
public record Media(Type type, String url) {
    public enum Type {
        IMAGE,
        VIDEO,
        GIF
    }
}
