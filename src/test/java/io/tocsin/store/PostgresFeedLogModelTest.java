package io.tocsin.store;

final class PostgresFeedLogModelTest extends FeedLogModelContract {
    PostgresFeedLogModelTest() {
        super(Stores.postgres());
    }
}
