package com.leadrouter.platform;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Tells failures after the connection was made from failures before: it stands last in the chain, where there is a
 * connection already, and marks what fails from there on.
 */
final class SentMarker implements ExecChainHandler {

    /** The request may have reached the other side. */
    static final class FailedAfterSending extends IOException {

        private static final long serialVersionUID = 1L;

        FailedAfterSending(Exception cause) {
            super(cause.toString(), cause);
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
            // Runtime exceptions too: the client throws them at answers that it finds absurd.
        } catch (IOException | HttpException | RuntimeException e) {
            throw new FailedAfterSending(e);
        }
    }
}
