package org.medsendx.miner.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages' templates, which the build checks against what they are given. */
@CheckedTemplate(basePath = "fleet")
final class Templates {

    private Templates() {}

    static native TemplateInstance fleet(FleetPage.Page page);

    static native TemplateInstance scanner(ScannerPage.Page page);

    static native TemplateInstance compare(ComparePage.Page page);

    static native TemplateInstance clusters(ClusterPage.Page page);

    static native TemplateInstance findings(FindingsPage.Page page);

    static native TemplateInstance finding(FindingsPage.One page);
}
