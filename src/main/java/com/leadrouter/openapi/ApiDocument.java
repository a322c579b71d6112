package com.leadrouter.openapi;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v3/api-docs}: the OpenAPI document as it is written in {@code openapi.yaml}, with the version of this build;
 * as JSON, and as the YAML that it is. Nothing in it depends on who asks or on how this service is set up.
 */
@RestController
final class ApiDocument {

    private static final String FILE = "openapi.yaml";
    private static final String VERSION = "@version@";

    private final byte[] yaml;
    private final byte[] json;

    ApiDocument(ObjectProvider<BuildProperties> build) throws IOException {
        BuildProperties known = build.getIfAvailable();
        String text = new ClassPathResource(FILE)
                .getContentAsString(StandardCharsets.UTF_8)
                .replace(VERSION, known == null ? "unknown" : known.getVersion());
        YAMLMapper mapper = new YAMLMapper();
        this.yaml = text.getBytes(StandardCharsets.UTF_8);
        this.json = mapper.readTree(text).toString().getBytes(StandardCharsets.UTF_8);
    }

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json() {
        return json.clone();
    }

    @GetMapping(path = "/v3/api-docs.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    byte[] yaml() {
        return yaml.clone();
    }
}
