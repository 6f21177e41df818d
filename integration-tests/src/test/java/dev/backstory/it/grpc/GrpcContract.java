package dev.backstory.it.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Step;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.List;

/** What holds for gRPC, the oldest and the newest that are claimed to work. */
abstract class GrpcContract {

    @EachJdk
    @Proves({"grpc.called", "grpc.callbacks", "grpc.foreign"})
    void a_call_continues_its_callers_story_and_calls_back_in_it(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("every_way", local(called));

        for (String each : List.of("async 1", "async 2", "async 3", "future 1", "future 2", "future 3", "blocking")) {
            RecordedEvent received = called.event("called by " + each);
            assertThat(received.correlationId()).as(each).isEqualTo(calling.story(each));
            RecordedStep step = called.endedStep(received);
            assertThat(step.externalCause())
                    .as(each)
                    .isEqualTo(calling.event(each).stepId());
            assertThat(step.kind()).isEqualTo(Step.REQUEST);
            assertThat(step.name()).isEqualTo("gRPC shop.Orders/Place");
            assertThat(step.attributes())
                    .containsEntry("route", "shop.Orders/Place")
                    .containsEntry("status", "OK");
            if (!each.equals("blocking")) {
                assertThat(calling.event("callback of " + each).stepId())
                        .as(each)
                        .isEqualTo(calling.event(each).stepId());
            }
        }
        RecordedStep foreign = called.endedStep("called by nobody");
        assertThat(foreign.externalCause()).isNull();
        assertThat(calling.events()).extracting(RecordedEvent::correlationId).doesNotContain(foreign.correlationId());
    }

    @EachJdk
    @Proves("grpc.chosen")
    void a_call_whose_resolver_chooses_how_it_is_made_continues_its_callers_story(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("every_way", ChoosingResolver.SCHEME + ":///" + called.returned());
        for (String each : List.of("async 1", "future 3", "blocking")) {
            RecordedEvent received = called.event("called by " + each);
            assertThat(received.correlationId()).as(each).isEqualTo(calling.story(each));
            assertThat(called.endedStep(received).externalCause())
                    .as(each)
                    .isEqualTo(calling.event(each).stepId());
        }
        assertThat(calling.event("callback of async 1").stepId())
                .isEqualTo(calling.event("async 1").stepId());
        assertThat(called.endedStep("called by nobody").externalCause()).isNull();
        assertThat(jvm.call("asked").returned()).isEqualTo("8");
    }

    @EachJdk
    @Proves("grpc.streamed")
    void a_stream_is_one_step_from_its_interceptors_to_its_last_message(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("chat", local(called));
        RecordedStep step = called.endedStep("intercepted");
        assertThat(called.events(3)).extracting(RecordedEvent::stepId).containsOnly(step.id());
        assertThat(called.story("heard one")).isEqualTo(calling.story("calling"));
        assertThat(called.event("all heard").stepId()).isEqualTo(step.id());
        assertThat(calling.event("answered").stepId())
                .isEqualTo(calling.event("calling").stepId());
    }

    @EachJdk
    @Proves("grpc.handed-over")
    void a_call_that_another_thread_answers_is_over_with_its_answer(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("later", local(called));
        assertThat(called.story("later on")).isEqualTo(calling.story("calling"));
        assertThat(called.endedStep("later on").attributes()).containsEntry("status", "OK");
    }

    @EachJdk
    @Proves("grpc.failed")
    void a_call_says_how_it_ended(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        String answer = jvm.call("refused", local(called), "NOT_FOUND").returned();
        assertThat(answer).isEqualTo("NOT_FOUND " + called.story("refused"));
        RecordedStep refused = called.endedStep("refused");
        assertThat(refused.attributes()).containsEntry("status", "NOT_FOUND");
        assertThat(refused.error()).isNull();

        called = far.call("port");
        answer = jvm.call("refused", local(called), "INTERNAL").returned();
        assertThat(answer).isEqualTo("INTERNAL " + called.story("refused"));
        assertThat(called.endedStep("refused").error()).isEqualTo("status INTERNAL");

        called = far.call("port");
        String thrown = jvm.call("broken", local(called)).returned();
        assertThat(thrown).isEqualTo("UNKNOWN " + called.story("broken"));
        RecordedStep broken = called.endedStep("broken");
        assertThat(broken.error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(broken.attributes()).containsEntry("status", "UNKNOWN");
    }

    @EachJdk(alone = true)
    @Proves("grpc.in-process")
    void a_call_inside_the_process_goes_as_any_other(TestJvm jvm) {
        Outcome calling = jvm.call("later", GrpcApp.INSIDE);
        assertThat(calling.story("later on")).isEqualTo(calling.story("calling"));
        RecordedStep later = calling.endedStep("later on");
        assertThat(later.id()).isNotEqualTo(calling.event("calling").stepId());
        assertThat(later.attributes()).containsEntry("status", "OK");

        Outcome failing = jvm.call("broken", GrpcApp.INSIDE);
        assertThat(failing.returned()).isEqualTo("UNKNOWN " + failing.story("broken"));
        RecordedStep broken = failing.endedStep("broken");
        assertThat(broken.error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(broken.attributes()).containsEntry("status", "UNKNOWN");
    }

    @EachJdk(alone = true)
    @Proves("grpc.without-message")
    void a_call_that_completes_without_its_message_has_failed(TestJvm jvm, @FarSide TestJvm far) {
        Outcome inside = jvm.call("forgetful", GrpcApp.INSIDE);
        assertThat(inside.returned()).as("as the caller sees it").matches("(INTERNAL|CANCELLED) .*");
        assertThat(inside.endedStep("forgotten").attributes()).containsEntry("status", "INTERNAL");

        Outcome called = far.call("port");
        assertThat(jvm.call("forgetful", local(called)).returned()).matches("(INTERNAL|CANCELLED) .*");
        RecordedStep overTheNetwork = called.endedStep("forgotten");
        assertThat(overTheNetwork.attributes()).containsEntry("status", "INTERNAL");
        assertThat(overTheNetwork.error()).isEqualTo("status INTERNAL");
    }

    @EachJdk
    @Proves("grpc.guarded")
    void a_call_that_an_interceptor_refuses_has_the_status_that_its_caller_sees(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        String answer = jvm.call("guarded", local(called)).returned();
        assertThat(answer).isEqualTo("UNAUTHENTICATED " + called.story("guarded"));
        RecordedStep guarded = called.endedStep("guarded");
        assertThat(guarded.attributes()).containsEntry("status", "UNAUTHENTICATED");
        assertThat(guarded.error()).isNull();
    }

    @EachJdk
    @Proves("grpc.same-metadata")
    void metadata_that_is_used_again_belongs_to_each_caller(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("same_metadata", local(called));
        for (String each : List.of("first", "second")) {
            assertThat(called.story("called by " + each)).isEqualTo(calling.story(each));
        }
        assertThat(calling.returned()).isEqualTo(calling.story("first") + " " + calling.story("second"));
    }

    @EachJdk
    @Proves("grpc.stranger")
    void a_host_that_is_not_allowed_is_told_nothing(TestJvm jvm, @FarSide TestJvm far) {
        Outcome called = far.call("port");
        Outcome calling = jvm.call("later", "stranger.example:" + called.returned());
        RecordedStep step = called.endedStep("later on");
        assertThat(step.correlationId()).isNotEqualTo(calling.story("calling"));
        assertThat(step.externalCause()).isNull();
    }

    private static String local(Outcome called) {
        return "localhost:" + called.returned();
    }
}
