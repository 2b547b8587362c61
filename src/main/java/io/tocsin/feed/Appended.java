package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.post.Receipt;
import java.util.List;

/** What an append did for one change: the receipt, and the cursor of each alert that it added. */
public record Appended(Receipt receipt, List<Cursor> added) {
    public Appended {
        added = List.copyOf(added);
    }
}
