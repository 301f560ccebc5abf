#include "gateway/services/xds_schemas.h"

namespace docshare::gateway {
namespace {

constexpr char kSchemas[] = R"(
<xs:schema targetNamespace="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" elementFormDefault="qualified"
    xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
  <xs:complexType name="LocalizedStringType">
    <xs:attribute name="charset" type="xs:string"/>
    <xs:attribute name="value" type="xs:string" use="required"/>
    <xs:anyAttribute namespace="http://www.w3.org/XML/1998/namespace" processContents="skip"/>
  </xs:complexType>
  <xs:complexType name="InternationalStringType">
    <xs:sequence>
      <xs:element name="LocalizedString" type="rim:LocalizedStringType" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="ValueListType">
    <xs:sequence>
      <xs:element name="Value" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="SlotType">
    <xs:sequence>
      <xs:element name="ValueList" type="rim:ValueListType"/>
    </xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="slotType" type="xs:anyURI"/>
  </xs:complexType>
  <xs:complexType name="SlotListType">
    <xs:sequence>
      <xs:element name="Slot" type="rim:SlotType" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="VersionInfoType">
    <xs:attribute name="versionName" type="xs:string"/>
    <xs:attribute name="comment" type="xs:string"/>
  </xs:complexType>
  <xs:complexType name="RegistryObjectType">
    <xs:sequence>
      <xs:element name="Slot" type="rim:SlotType" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="Name" type="rim:InternationalStringType" minOccurs="0"/>
      <xs:element name="Description" type="rim:InternationalStringType" minOccurs="0"/>
      <xs:element name="VersionInfo" type="rim:VersionInfoType" minOccurs="0"/>
      <xs:element name="Classification" type="rim:ClassificationType" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="ExternalIdentifier" type="rim:ExternalIdentifierType" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="id" type="xs:anyURI"/>
    <xs:attribute name="home" type="xs:anyURI"/>
    <xs:attribute name="lid" type="xs:anyURI"/>
    <xs:attribute name="objectType" type="xs:anyURI"/>
    <xs:attribute name="status" type="xs:anyURI"/>
  </xs:complexType>
  <xs:complexType name="ClassificationType">
    <xs:complexContent>
      <xs:extension base="rim:RegistryObjectType">
        <xs:attribute name="classificationScheme" type="xs:anyURI"/>
        <xs:attribute name="classifiedObject" type="xs:anyURI" use="required"/>
        <xs:attribute name="classificationNode" type="xs:anyURI"/>
        <xs:attribute name="nodeRepresentation" type="xs:string"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="ExternalIdentifierType">
    <xs:complexContent>
      <xs:extension base="rim:RegistryObjectType">
        <xs:attribute name="registryObject" type="xs:anyURI"/>
        <xs:attribute name="identificationScheme" type="xs:anyURI" use="required"/>
        <xs:attribute name="value" type="xs:string" use="required"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="ExtrinsicObjectType">
    <xs:complexContent>
      <xs:extension base="rim:RegistryObjectType">
        <xs:sequence>
          <xs:element name="ContentVersionInfo" type="rim:VersionInfoType" minOccurs="0"/>
        </xs:sequence>
        <xs:attribute name="mimeType" type="xs:string"/>
        <xs:attribute name="isOpaque" type="xs:boolean"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="RegistryPackageType">
    <xs:complexContent>
      <xs:extension base="rim:RegistryObjectType"/>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="AssociationType">
    <xs:complexContent>
      <xs:extension base="rim:RegistryObjectType">
        <xs:attribute name="associationType" type="xs:anyURI" use="required"/>
        <xs:attribute name="sourceObject" type="xs:anyURI" use="required"/>
        <xs:attribute name="targetObject" type="xs:anyURI" use="required"/>
      </xs:extension>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="ObjectRefType">
    <xs:attribute name="id" type="xs:anyURI" use="required"/>
    <xs:attribute name="home" type="xs:anyURI"/>
  </xs:complexType>
  <xs:complexType name="RegistryObjectListType">
    <xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="ObjectRef" type="rim:ObjectRefType"/>
      <xs:element name="ExtrinsicObject" type="rim:ExtrinsicObjectType"/>
      <xs:element name="RegistryPackage" type="rim:RegistryPackageType"/>
      <xs:element name="Classification" type="rim:ClassificationType"/>
      <xs:element name="Association" type="rim:AssociationType"/>
    </xs:choice>
  </xs:complexType>
  <xs:complexType name="ObjectRefListType">
    <xs:sequence>
      <xs:element name="ObjectRef" type="rim:ObjectRefType" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="AdhocQueryType">
    <xs:complexContent>
      <xs:extension base="rim:RegistryObjectType"/>
    </xs:complexContent>
  </xs:complexType>
  <xs:element name="RegistryObjectList" type="rim:RegistryObjectListType"/>
  <xs:element name="ObjectRefList" type="rim:ObjectRefListType"/>
  <xs:element name="AdhocQuery" type="rim:AdhocQueryType"/>
</xs:schema>
<xs:schema targetNamespace="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" elementFormDefault="qualified"
    xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"/>
  <xs:complexType name="RegistryErrorType">
    <xs:simpleContent>
      <xs:extension base="xs:string">
        <xs:attribute name="codeContext" type="xs:string" use="required"/>
        <xs:attribute name="errorCode" type="xs:string" use="required"/>
        <xs:attribute name="severity" type="xs:anyURI"/>
        <xs:attribute name="location" type="xs:string"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="RegistryErrorListType">
    <xs:sequence>
      <xs:element name="RegistryError" type="rs:RegistryErrorType" maxOccurs="unbounded"/>
    </xs:sequence>
    <xs:attribute name="highestSeverity" type="xs:anyURI"/>
  </xs:complexType>
  <xs:complexType name="RegistryResponseType">
    <xs:sequence>
      <xs:element name="ResponseSlotList" type="rim:SlotListType" minOccurs="0"/>
      <xs:element ref="rs:RegistryErrorList" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="status" type="xs:anyURI" use="required"/>
    <xs:attribute name="requestId" type="xs:anyURI"/>
  </xs:complexType>
  <xs:element name="RegistryErrorList" type="rs:RegistryErrorListType"/>
  <xs:element name="RegistryResponse" type="rs:RegistryResponseType"/>
  <xs:element name="RequestSlotList" type="rim:SlotListType"/>
</xs:schema>
<xs:schema targetNamespace="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" elementFormDefault="qualified"
    xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"/>
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"/>
  <xs:element name="SubmitObjectsRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="rs:RequestSlotList" minOccurs="0"/>
        <xs:element ref="rim:RegistryObjectList"/>
      </xs:sequence>
      <xs:attribute name="id" type="xs:anyURI"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="RemoveObjectsRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="rs:RequestSlotList" minOccurs="0"/>
        <xs:element ref="rim:AdhocQuery" minOccurs="0"/>
        <xs:element ref="rim:ObjectRefList" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="id" type="xs:anyURI"/>
      <xs:attribute name="deletionScope" type="xs:anyURI"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
<xs:schema targetNamespace="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" elementFormDefault="qualified"
    xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
    xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0">
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"/>
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"/>
  <xs:complexType name="ResponseOptionType">
    <xs:attribute name="returnType" type="xs:string"/>
    <xs:attribute name="returnComposedObjects" type="xs:boolean"/>
  </xs:complexType>
  <xs:element name="AdhocQueryRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="rs:RequestSlotList" minOccurs="0"/>
        <xs:element name="ResponseOption" type="query:ResponseOptionType"/>
        <xs:element ref="rim:AdhocQuery"/>
      </xs:sequence>
      <xs:attribute name="id" type="xs:anyURI"/>
    </xs:complexType>
  </xs:element>
  <xs:element name="AdhocQueryResponse">
    <xs:complexType>
      <xs:complexContent>
        <xs:extension base="rs:RegistryResponseType">
          <xs:sequence>
            <xs:element ref="rim:RegistryObjectList"/>
          </xs:sequence>
        </xs:extension>
      </xs:complexContent>
    </xs:complexType>
  </xs:element>
</xs:schema>
<xs:schema targetNamespace="urn:ihe:iti:xds-b:2007" elementFormDefault="qualified"
    xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
    xmlns:xds="urn:ihe:iti:xds-b:2007">
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"/>
  <xs:import namespace="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"/>
  <xs:complexType name="DocumentType">
    <xs:simpleContent>
      <xs:extension base="xs:base64Binary">
        <xs:attribute name="id" type="xs:anyURI" use="required"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="DocumentRequestType">
    <xs:sequence>
      <xs:element name="HomeCommunityId" type="xs:string" minOccurs="0"/>
      <xs:element name="RepositoryUniqueId" type="xs:string"/>
      <xs:element name="DocumentUniqueId" type="xs:string"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="DocumentResponseType">
    <xs:sequence>
      <xs:element name="HomeCommunityId" type="xs:string" minOccurs="0"/>
      <xs:element name="RepositoryUniqueId" type="xs:string"/>
      <xs:element name="DocumentUniqueId" type="xs:string"/>
      <xs:element name="NewRepositoryUniqueId" type="xs:string" minOccurs="0"/>
      <xs:element name="NewDocumentUniqueId" type="xs:string" minOccurs="0"/>
      <xs:element name="mimeType" type="xs:string"/>
      <xs:element name="Document" type="xs:base64Binary"/>
    </xs:sequence>
  </xs:complexType>
  <xs:element name="DocumentRequest" type="xds:DocumentRequestType"/>
  <xs:element name="ProvideAndRegisterDocumentSetRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="lcm:SubmitObjectsRequest"/>
        <xs:element name="Document" type="xds:DocumentType" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="RetrieveDocumentSetRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="xds:DocumentRequest" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="RetrieveDocumentSetResponse">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="rs:RegistryResponse"/>
        <xs:element name="DocumentResponse" type="xds:DocumentResponseType" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
<xs:schema targetNamespace="urn:ihe:iti:rmd:2017" elementFormDefault="qualified"
    xmlns:xds="urn:ihe:iti:xds-b:2007">
  <xs:import namespace="urn:ihe:iti:xds-b:2007"/>
  <xs:element name="RemoveDocumentsRequest">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="xds:DocumentRequest" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
)";

}  // namespace

absl::string_view XdsSchemas() { return kSchemas; }

}  // namespace docshare::gateway
