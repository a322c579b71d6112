package com.leadrouter.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.Timeout;

/**
 * Bounds what an answer can cost: the call's response time-out runs from the request's first byte to the answer's last
 * read one, however slowly the bytes drip, and an answer that is not read to its end costs its connection. The client alone would
 * wait as long for each byte, and would read such an answer on to its end to keep the connection.
 */
final class BoundedAnswers implements ExecChainHandler {

    private final ScheduledExecutorService deadlines;

    BoundedAnswers(ScheduledExecutorService deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ExecRuntime connection = scope.execRuntime;
        Timeout atMost = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        Future<?> deadline =
                deadlines.schedule(connection::discardEndpoint, atMost.toNanoseconds(), TimeUnit.NANOSECONDS);
        boolean hasBody = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null && entity.isStreaming()) {
                response.setEntity(new BoundedEntity(entity, connection, deadline));
                hasBody = true;
            }
            return response;
        } finally {
            if (!hasBody) {
                deadline.cancel(false);
            }
        }
    }

    private static final class BoundedEntity extends HttpEntityWrapper {

        private final InputStream content;

        BoundedEntity(HttpEntity entity, ExecRuntime connection, Future<?> deadline) throws IOException {
            super(entity);
            this.content = new Content(entity.getContent(), connection, deadline);
        }

        @Override
        public InputStream getContent() {
            return content;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    private static final class Content extends FilterInputStream {

        private final ExecRuntime connection;
        private final Future<?> deadline;
        private boolean atEnd;

        Content(InputStream in, ExecRuntime connection, Future<?> deadline) {
            super(in);
            this.connection = connection;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            atEnd |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            atEnd |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            deadline.cancel(false);
            if (atEnd) {
                in.close();
            } else {
                connection.discardEndpoint();
            }
        }
    }
}
