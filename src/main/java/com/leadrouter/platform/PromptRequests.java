package com.leadrouter.platform;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP that cuts whoever sends a request or reads its answer too slowly. Tomcat's connection time-out begins anew with
 * each byte; here a head has to be whole within it, and a body within twice as long and a second for each 64 KiB that
 * have come, also a body that nobody wants any more. For an answer that has begun the same holds as for a body.
 */
public final class PromptRequests extends Http11NioProtocol {

    private static final int SLOWEST_BYTES_A_SECOND = 64 * 1024;

    // Of the time-out: what a late reader has for each write, lest somebody be cut where the slow one was us.
    private static final int SHARE_OF_THE_LATE = 20;

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Set<PromptProcessor> atWork = ConcurrentHashMap.newKeySet();

    @Override
    public void start() throws Exception {
        super.start();
        getUtilityExecutor()
                .scheduleWithFixedDelay(
                        new Rounds<>(atWork, PromptProcessor::cutIfLate),
                        LOOK_EVERY_MILLIS,
                        LOOK_EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected Processor createProcessor() {
        return new PromptProcessor(getAdapter());
    }

    private final class PromptProcessor extends Http11Processor {

        PromptProcessor(Adapter adapter) {
            super(PromptRequests.this, adapter);
        }

        // Called anew whenever bytes of the head have come, and once for all the rest of the request.
        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            if (isLate(request.getStartTimeNanos(), 0)) {
                return SocketState.CLOSED;
            }
            socket.setWriteTimeout(getConnectionTimeout());
            atWork.add(this);
            try {
                return super.service(socket);
            } finally {
                atWork.remove(this);
            }
        }

        private void cutIfLate() {
            int stage = request.getRequestProcessor().getStage();
            SocketWrapperBase<?> socket = getSocketWrapper();
            if ((stage != Constants.STAGE_SERVICE && stage != Constants.STAGE_ENDINPUT) || socket == null) {
                return;
            }
            // Closing it here would take the buffers from under the thread that reads or writes.
            if (isLate(request.getStartTimeNanos(), allowanceFor(request.getBytesRead()))) {
                socket.setReadTimeout(1);
            }
            if (response.isCommitted()
                    && isLate(response.getCommitTimeNanos(), allowanceFor(response.getBytesWritten(false)))) {
                socket.setWriteTimeout(Math.max(1, getConnectionTimeout() / SHARE_OF_THE_LATE));
            }
        }

        private long allowanceFor(long bytes) {
            return getConnectionTimeout() + 1000 * bytes / SLOWEST_BYTES_A_SECOND;
        }

        private boolean isLate(long start, long furtherMillis) {
            return start >= 0
                    && getConnectionTimeout() > 0
                    && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
                            > getConnectionTimeout() + furtherMillis;
        }
    }
}
