package com.leadrouter.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.http.converter.json.MappingJacksonValue;

/** How JSON is written: with buffers that are used again, and answers in one piece that say how long they are. */
@Configuration(proxyBeanMethods = false)
final class JsonConfiguration {

    @Bean
    Jackson2ObjectMapperBuilderCustomizer sharedBuffers() {
        return builder -> builder.factory(
                JsonFactory.builder().recyclerPool(JsonBuffers.SHARED).build());
    }

    @Bean
    MappingJackson2HttpMessageConverter wholeAnswers(ObjectMapper json) {
        return new WholeAnswers(json);
    }

    // Spring's own flushes after each step: an answer goes out in chunks, each with a call of the operating system.
    private static final class WholeAnswers extends MappingJackson2HttpMessageConverter {

        WholeAnswers(ObjectMapper json) {
            super(json);
        }

        @Override
        protected void writeInternal(Object answer, @Nullable Type type, HttpOutputMessage message)
                throws IOException, HttpMessageNotWritableException {
            if (answer instanceof MappingJacksonValue) {
                super.writeInternal(answer, type, message);
                return;
            }
            byte[] bytes = getObjectMapper().writeValueAsBytes(answer);
            message.getHeaders().setContentLength(bytes.length);
            message.getBody().write(bytes);
        }
    }
}
