package io.tocsin.story;

/**
 * How much there is of a story.
 *
 * @param posts all that belong to it, those that repeat others too
 * @param authors how many wrote them; counted exactly while they are few, estimated within about a tenth when many
 * @param repeats how many of the posts repeat another: reposts, quotes, copies
 * @param takenBack how many more there were that are gone at their source
 */
public record StoryCounts(int posts, int authors, int repeats, int takenBack) {}
