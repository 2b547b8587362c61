package io.tocsin.story;

import java.util.List;

/**
 * What became of a post.
 *
 * @param group the number of the story that it belongs to, or of what may become one; 0 for none
 * @param story the number of the story that stands for it now; 0 for none. It is another than {@code group} as long as
 *     the group has not been opened, in a subscription that is about one event.
 * @param joined the number of the group that became part of {@code group} with this post; 0 for none
 * @param repeat whether it repeats another post
 * @param events what is to be told, in order
 */
public record Placement(int group, int story, int joined, boolean repeat, List<StoryEvent> events) {
    public Placement {
        events = List.copyOf(events);
    }
}
