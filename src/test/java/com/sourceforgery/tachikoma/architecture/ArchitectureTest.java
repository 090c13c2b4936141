package com.sourceforgery.tachikoma.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the packages may know each other: what an entry, a stage and a role is. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    static final String BASE = "com.sourceforgery.tachikoma";

    /** Made by protoc from the wire contract. */
    private static final DescribedPredicate<JavaClass> GENERATED =
            resideInAnyPackage(BASE + ".grpc.frontend..", BASE + ".mta..");

    /** Those that give Camel its beans, and the sender that Camel's smtp endpoint asks for. */
    private static final DescribedPredicate<JavaClass> WIRING = resideInAnyPackage(
                    BASE + ".webserver..", BASE + ".demo..")
            .or(simpleName("NodeRole"))
            .or(simpleName("PostfixSender"));

    /** Tokens of the first start are shown on standard output, never in a log. */
    private static final DescribedPredicate<JavaClass> PRINTS_TOKENS = simpleName("WebserverRole");

    private static final DescribedPredicate<JavaClass> COMPONENTS = resideInAnyPackage(BASE + ".component..");

    @ArchTest
    static final ArchRule packagesKnowEachOtherInOneDirectionOnly =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule componentsKnowNoStageAndNoOtherComponent =
            slices().matching(BASE + ".component.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule componentsKnowOnlySettingsAndTheContract = classes()
            .that(COMPONENTS)
            .should()
            .onlyDependOnClassesThat(COMPONENTS
                    .or(GENERATED)
                    .or(resideInAnyPackage(BASE + ".call..", BASE + ".config.."))
                    .or(not(resideInAnyPackage(BASE + ".."))));

    @ArchTest
    static final ArchRule beansOfStagesAreFreeOfCamel = noClasses()
            .that(not(WIRING).and(not(COMPONENTS)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule onlyTheMainClassKnowsTheDemo = classes()
            .that()
            .resideInAPackage(BASE + ".demo..")
            .should()
            .onlyHaveDependentClassesThat(resideInAnyPackage(BASE + ".demo..").or(simpleName("Tachikoma")));

    @ArchTest
    static final ArchRule onlyTheDemoHasEmbeddedServices = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.zonky..", "org.apache.qpid..");

    @ArchTest
    static final ArchRule logsGoThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule onlyCommandsWriteToTheTerminal = noClasses()
            .that(not(resideInAnyPackage(BASE + ".demo..")
                    .or(simpleNameEndingWith("Command"))
                    .or(PRINTS_TOKENS)))
            .should(ACCESS_STANDARD_STREAMS);
}
