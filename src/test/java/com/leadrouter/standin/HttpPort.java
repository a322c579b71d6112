package com.leadrouter.standin;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.Notifier;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One port on loopback, served by WireMock, that hands every request to a function. */
final class HttpPort implements AutoCloseable {

    /** More than callers, so that requests that hang leave room for those that clear the switches. */
    private static final int THREADS = 300;

    private final WireMockServer server;

    /** @param port 0 for any that is free */
    HttpPort(int port, Function<Inbound, Optional<Answer>> handler) {
        WireMockConfiguration options = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .containerThreads(THREADS)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.BODY_FILE)
                .disableRequestJournal()
                .notifier(new Silent())
                // A body that is made while it is sent would else be made for the log alone.
                .maxLoggedResponseSize(1024)
                .extensions(new Everything(handler), new Streams());
        server = new WireMockServer(port == 0 ? options.dynamicPort() : options.port(port));
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Answers before WireMock looks for a stub: there are none. */
    private record Everything(Function<Inbound, Optional<Answer>> handler) implements StubRequestFilterV2 {

        @Override
        public RequestFilterAction filter(Request request, ServeEvent event) {
            return RequestFilterAction.stopWith(handler.apply(inbound(request))
                    .map(Everything::response)
                    .orElseGet(() ->
                            ResponseDefinitionBuilder.responseDefinition().withFault(Fault.CONNECTION_RESET_BY_PEER))
                    .build());
        }

        @Override
        public String getName() {
            return "stand-in";
        }

        private static Inbound inbound(Request request) {
            String[] url = request.getUrl().split("\\?", 2);
            return new Inbound(
                    request.getMethod().value(),
                    url[0],
                    url.length == 2 ? url[1] : "",
                    name -> Optional.ofNullable(request.header(name))
                            .filter(HttpHeader::isPresent)
                            .map(HttpHeader::firstValue),
                    request.getBodyAsString());
        }

        private static ResponseDefinitionBuilder response(Answer answer) {
            ResponseDefinitionBuilder response =
                    ResponseDefinitionBuilder.responseDefinition().withStatus(answer.status());
            answer.headers().forEach(response::withHeader);
            answer.stream().ifPresent(stream -> response.withTransformer(Streams.NAME, Streams.NAME, stream));
            return answer.body().isEmpty() ? response : response.withBody(answer.body());
        }
    }

    /** Puts the stream of an answer where WireMock has its body. */
    private static final class Streams implements ResponseTransformerV2 {

        private static final String NAME = "stream";

        @Override
        @SuppressWarnings("unchecked")
        public Response transform(Response response, ServeEvent event) {
            var stream = (Supplier<InputStream>)
                    event.getResponseDefinition().getTransformerParameters().get(NAME);
            return Response.Builder.like(response).but().body(stream::get).build();
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }

        @Override
        public String getName() {
            return NAME;
        }
    }

    /** A test that provokes faults has no use for being told of them. */
    private static final class Silent implements Notifier {
        @Override
        public void info(String message) {}

        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Throwable cause) {}
    }
}
