package com.leadrouter.platform;

import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Has Tomcat cut slow senders ({@link PromptRequests}), and take no more connections than there is memory for, whatever
 * {@code server.tomcat.max-connections} says.
 */
@Component
final class Connections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    // A request on its way was measured to hold 140 KiB of the heap, whatever its size: so they are a quarter of it.
    private static final long HEAP_PER_CONNECTION = 512 * 1024;

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(PromptRequests.class.getName());
        factory.addConnectorCustomizers(connector -> limit(connector.getProtocolHandler()));
    }

    private static void limit(ProtocolHandler handler) {
        if (handler instanceof AbstractProtocol<?> protocol) {
            int affordable =
                    (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_PER_CONNECTION);
            protocol.setMaxConnections(Math.min(protocol.getMaxConnections(), affordable));
        }
    }
}
