package org.medsendx.readinglist.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages' templates, which the build checks against what they are given. */
@CheckedTemplate(basePath = "reading")
final class Templates {

    private Templates() {}

    static native TemplateInstance list(ListPage.Page page);

    static native TemplateInstance exam(ExamPage.Page page);
}
