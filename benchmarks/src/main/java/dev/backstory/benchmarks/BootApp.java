package dev.backstory.benchmarks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application with one route, which starts and ends. */
@SpringBootApplication
@RestController
public class BootApp {

    /** Starts and ends. */
    public static void main(String[] arguments) {
        SpringApplication.run(BootApp.class, "--server.port=0").close();
    }

    /** A route. */
    @GetMapping("/")
    public String hello() {
        return "hello";
    }
}
