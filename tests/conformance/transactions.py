"""The transaction elements of test plans: what each sends, and where."""
import dataclasses

REGISTRY = "registry"
REPOSITORY = "repository"
GATEWAY = "responding gateway"

# Shapes of a request.
QUERY = "query"
SUBMIT = "submit"
PROVIDE = "provide"
RETRIEVE = "retrieve"
PLAIN = "plain"


@dataclasses.dataclass(frozen=True)
class Transaction:
    """A transaction over SOAP. `answers` are the local names its answer's body may have."""
    iti: str
    service: str
    action: str
    shape: str
    answers: tuple
    # Whether request and answer are MTOM packages.
    mtom: bool = False
    # wsa:Actions of an answer; the request's with "Response" where it is empty.
    answer_actions: tuple = ()

    def expects_action(self, action):
        return action in (self.answer_actions or (self.action + "Response",))


_QUERY_ANSWER = ("AdhocQueryResponse",)
_REGISTRY_ANSWER = ("RegistryResponse",)
_RETRIEVE_ANSWER = ("RetrieveDocumentSetResponse",)
_ODDE = "urn:ihe:iti:2010:RegisterOnDemandDocument"

_UPDATE = Transaction("ITI-57", REGISTRY, "urn:ihe:iti:2010:UpdateDocumentSet", SUBMIT, _REGISTRY_ANSWER)
_REMOVE = Transaction("ITI-62", REGISTRY, "urn:ihe:iti:2010:DeleteDocumentSet", PLAIN, _REGISTRY_ANSWER)

# By the name of the element without "Transaction".
SOAP = {
    "Register": Transaction("ITI-42", REGISTRY, "urn:ihe:iti:2007:RegisterDocumentSet-b", SUBMIT, _REGISTRY_ANSWER),
    "RegisterODDE": Transaction("ITI-61", REGISTRY, _ODDE + "Entry", SUBMIT, _REGISTRY_ANSWER,
                                answer_actions=(_ODDE + "Response", _ODDE + "EntryResponse")),
    "Mu": _UPDATE,
    "Rmu": Transaction("ITI-92", REGISTRY, "urn:ihe:iti:2018:RestrictedUpdateDocumentSet", SUBMIT, _REGISTRY_ANSWER),
    "RemoveMetadata": _REMOVE,
    "Rmd": _REMOVE,
    "StoredQuery": Transaction("ITI-18", REGISTRY, "urn:ihe:iti:2007:RegistryStoredQuery", QUERY, _QUERY_ANSWER),
    "MPQ": Transaction("ITI-51", REGISTRY, "urn:ihe:iti:2009:MultiPatientStoredQuery", QUERY, _QUERY_ANSWER),
    "ProvideAndRegister": Transaction("ITI-41", REPOSITORY, "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b",
                                      PROVIDE, _REGISTRY_ANSWER, mtom=True),
    "Retrieve": Transaction("ITI-43", REPOSITORY, "urn:ihe:iti:2007:RetrieveDocumentSet", RETRIEVE, _RETRIEVE_ANSWER,
                            mtom=True),
    "Rd": Transaction("ITI-86", REPOSITORY, "urn:ihe:iti:2017:RemoveDocuments", PLAIN, _REGISTRY_ANSWER),
    "XCQ": Transaction("ITI-38", GATEWAY, "urn:ihe:iti:2007:CrossGatewayQuery", QUERY, _QUERY_ANSWER),
    "XCR": Transaction("ITI-39", GATEWAY, "urn:ihe:iti:2007:CrossGatewayRetrieve", RETRIEVE, _RETRIEVE_ANSWER,
                       mtom=True),
}

# Run by other means than a SOAP request we build.
OTHER = ("", "Null", "PatientIdentityFeed", "PatientMove", "Http")

# The parts a transaction element may have; another one fails the step, for nobody would have looked at it.
KNOWN_PARTS = frozenset((
    "XDSb", "MetadataFile", "Metadata", "UseReport", "Report", "UseId", "UseXPath", "UseObjectRef",
    "UseRepositoryUniqueId", "AssignUuids", "AssignNewUuid", "NoAssignUids", "NoPatientId", "NoConvert",
    "ParseMetadata", "NoMetadata", "CleanParams", "Document", "NoMTOM", "ExpectedContents", "Assertions",
    "ReferenceDocument", "ReferenceMetadata", "ExpectedMimeType", "InteractionSequence", "ASync", "WaitBefore",
    "SOAPHeader", "CreateNewPatientId", "PatientID", "Headers", "BodyFile", "Goal", "Rule", "ExpectedErrorCode",
    "ExpectedErrorMessage"))
