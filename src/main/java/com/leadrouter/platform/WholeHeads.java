package com.leadrouter.platform;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Takes an answer for one only once its head has come to its end. The client alone takes a connection that ends within
 * the head for the end of the head, and so what is left of an answer for an empty one.
 */
final class WholeHeads implements HttpMessageParserFactory<ClassicHttpResponse> {

    private final DefaultHttpResponseParserFactory parsers = DefaultHttpResponseParserFactory.INSTANCE;

    @Override
    public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
        return new Whole(parsers.create(config));
    }

    @Override
    public HttpMessageParser<ClassicHttpResponse> create() {
        return new Whole(parsers.create());
    }

    private record Whole(HttpMessageParser<ClassicHttpResponse> parser)
            implements HttpMessageParser<ClassicHttpResponse> {

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            return parser.parse(buffer, new Endless(in));
        }
    }

    /** Only the head is read through it: the body may well end with the connection. */
    private static final class Endless extends FilterInputStream {

        Endless(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return checked(super.read(bytes, offset, length));
        }

        private static int checked(int read) throws EOFException {
            if (read < 0) {
                throw new EOFException("the connection ended before the answer's head did");
            }
            return read;
        }
    }
}
