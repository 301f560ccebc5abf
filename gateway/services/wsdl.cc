#include "gateway/services/wsdl.h"

#include "absl/strings/str_cat.h"
#include "domain/xml/xml_writer.h"
#include "gateway/services/xds_schemas.h"

namespace docshare::gateway {
namespace {

absl::string_view NameOf(Service service) {
  switch (service) {
    case Service::kRegistry:
      return "DocumentRegistry";
    case Service::kRepository:
      return "DocumentRepository";
    case Service::kRespondingGateway:
      return "RespondingGateway";
  }
  return "";
}

// One message of an operation.
void WriteMessage(absl::string_view name, absl::string_view element, XmlWriter& writer) {
  writer.Start("wsdl:message").Attribute("name", name);
  writer.Start("wsdl:part").Attribute("name", "body").Attribute("element", element).End().End();
}

void WriteEnd(absl::string_view tag, absl::string_view message, absl::string_view action,
              XmlWriter& writer) {
  writer.Start(tag)
      .Attribute("message", absl::StrCat("tns:", message))
      .Attribute("wsaw:Action", action)
      .End();
}

}  // namespace

std::string WsdlOf(Service service, absl::string_view address) {
  const absl::string_view name = NameOf(service);
  const std::string port_type = absl::StrCat(name, "_PortType");
  const std::string binding = absl::StrCat(name, "_Binding_Soap12");
  std::string wsdl;
  XmlWriter writer(&wsdl);
  writer.Declaration()
      .Start("wsdl:definitions")
      .Attribute("name", name)
      .Attribute("targetNamespace", "urn:ihe:iti:xds-b:2007")
      .Attribute("xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/")
      .Attribute("xmlns:soap12", "http://schemas.xmlsoap.org/wsdl/soap12/")
      .Attribute("xmlns:wsaw", "http://www.w3.org/2006/05/addressing/wsdl")
      .Attribute("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
      .Attribute("xmlns:tns", "urn:ihe:iti:xds-b:2007")
      .Attribute("xmlns:xds", "urn:ihe:iti:xds-b:2007")
      .Attribute("xmlns:rs", "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0")
      .Attribute("xmlns:lcm", "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0")
      .Attribute("xmlns:query", "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0")
      .Attribute("xmlns:rmd", "urn:ihe:iti:rmd:2017");
  writer.Start("wsdl:types").Inside();
  absl::StrAppend(&wsdl, XdsSchemas());
  writer.End();
  for (const Transaction& transaction : Transactions()) {
    if (transaction.service != service) continue;
    WriteMessage(absl::StrCat(transaction.name, "_Request"), transaction.request_element, writer);
    WriteMessage(absl::StrCat(transaction.name, "_Response"), transaction.response_element, writer);
  }
  writer.Start("wsdl:portType").Attribute("name", port_type);
  for (const Transaction& transaction : Transactions()) {
    if (transaction.service != service) continue;
    writer.Start("wsdl:operation").Attribute("name", transaction.name);
    WriteEnd("wsdl:input", absl::StrCat(transaction.name, "_Request"), transaction.action, writer);
    WriteEnd("wsdl:output", absl::StrCat(transaction.name, "_Response"),
             transaction.response_action, writer);
    writer.End();
  }
  writer.End();
  writer.Start("wsdl:binding")
      .Attribute("name", binding)
      .Attribute("type", absl::StrCat("tns:", port_type));
  writer.Start("soap12:binding")
      .Attribute("style", "document")
      .Attribute("transport", "http://schemas.xmlsoap.org/soap/http")
      .End();
  writer.Start("wsaw:UsingAddressing").End();
  for (const Transaction& transaction : Transactions()) {
    if (transaction.service != service) continue;
    writer.Start("wsdl:operation").Attribute("name", transaction.name);
    writer.Start("soap12:operation").Attribute("soapAction", transaction.action).End();
    for (const absl::string_view tag : {"wsdl:input", "wsdl:output"}) {
      writer.Start(tag).Start("soap12:body").Attribute("use", "literal").End().End();
    }
    writer.End();
  }
  writer.End();
  writer.Start("wsdl:service").Attribute("name", absl::StrCat(name, "_Service"));
  writer.Start("wsdl:port")
      .Attribute("name", absl::StrCat(name, "_Port_Soap12"))
      .Attribute("binding", absl::StrCat("tns:", binding));
  writer.Start("soap12:address").Attribute("location", address).End();
  writer.End().End().End();
  return wsdl;
}

}  // namespace docshare::gateway
