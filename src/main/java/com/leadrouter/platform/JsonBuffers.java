package com.leadrouter.platform;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;

/**
 * The buffers that JSON is read and written with. Jackson's own belong to a thread, and a virtual thread has but one
 * request to use them for. A buffer that has grown with a large lead stays as large, so only a few are kept.
 */
public final class JsonBuffers {

    private static final int MOST = 16;

    public static final RecyclerPool<BufferRecycler> SHARED = JsonRecyclerPools.newBoundedPool(MOST);

    private JsonBuffers() {}
}
