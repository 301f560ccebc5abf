#include "platform/s3/testing/ceph_s3_server.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace docshare::platform {
namespace {

namespace fs = std::filesystem;

constexpr char kBucket[] = "documents";
constexpr char kAccessKey[] = "TESTACCESSKEY";
constexpr char kSecretKey[] = "test-secret-key";
constexpr char kStorageUuid[] = "7b0a4f0e-8f5c-4f0c-9d5e-0a4b1a3c2d01";
constexpr absl::Duration kStartTimeout = absl::Seconds(120);

// No manager daemon: nothing here needs its statistics. No admin sockets: their paths would be too
// long. What is deleted goes after a second, not after two hours: it takes memory. A gateway that
// died holds up an upload that it was completing for seconds, not for ten minutes. And the gateway
// insists on a mode of its own towards the monitor, which works only with keys.
constexpr char kConfiguration[] = R"([global]
fsid = 3d3b9c52-8f3e-4f2a-8c44-6d7a5c0f7e11
mon_initial_members = a
mon_host = [v2:127.0.0.1:$monitor_port/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
auth_allow_insecure_global_id_reclaim = false
keyring = $folder/none
run_dir = $folder
crash_dir = $folder/crash
log_file = $folder/$name.log
admin_socket =
pid_file =
log_to_stderr = false
err_to_stderr = false
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_warn = 2
mon_data_avail_crit = 1
[mon]
mon_data = $folder/monitor
mon_cluster_log_file = $folder/cluster.log
[osd]
osd_data = $folder/storage
osd_objectstore = memstore
memstore_device_bytes = 2147483648
osd_class_load_list = *
osd_class_default_list = *
[client.rgw.a]
ms_mon_client_mode = crc
rgw_frontends = beast endpoint=127.0.0.1:$gateway_port ssl_endpoint=127.0.0.1:$tls_port ssl_certificate=$folder/certificate.pem ssl_private_key=$folder/key.pem tcp_nodelay=1
rgw_data = $folder/gateway
rgw_thread_pool_size = 16
rgw_enable_usage_log = false
rgw_run_sync_thread = false
rgw_gc_obj_min_wait = 1
rgw_mp_lock_max_time = 3
rgw_gc_processor_period = 1
rgw_gc_processor_max_time = 1
)";

// Somebody else could take it before it is used; tests that start this server run alone.
uint16_t FreePort() {
  const int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listening, generic, size) != 0 || getsockname(listening, generic, &size) != 0) {
    std::abort();
  }
  close(listening);
  return ntohs(address.sin_port);
}

bool IsInstalled(const std::string& program) {
  const char* const path = std::getenv("PATH");
  for (const absl::string_view folder : absl::StrSplit(path == nullptr ? "" : path, ':')) {
    if (access(absl::StrCat(folder, "/", program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

size_t Discard(char*, size_t, size_t size, void*) { return size; }

// The HTTP status of one request that libcurl signs, 0 without an answer. Independent of S3Client.
long StatusOf(const std::string& method, const std::string& url) {
  CURL* const easy = curl_easy_init();
  curl_slist* headers = curl_slist_append(nullptr, "x-amz-content-sha256: UNSIGNED-PAYLOAD");
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_AWS_SIGV4, "aws:amz:us-east-1:s3");
  curl_easy_setopt(easy, CURLOPT_USERNAME, kAccessKey);
  curl_easy_setopt(easy, CURLOPT_PASSWORD, kSecretKey);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Discard);
  long status = 0;
  if (curl_easy_perform(easy) == CURLE_OK) {
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  }
  curl_easy_cleanup(easy);
  curl_slist_free_all(headers);
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CephS3Server>> CephS3Server::Start(const std::string& folder) {
  for (const char* program :
       {"ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "monmaptool"}) {
    if (!IsInstalled(program)) {
      return absl::UnimplementedError(
          absl::StrCat("NOT TESTED against a real S3 server: there is no ", program,
                       " here; tools/setup installs Ceph"));
    }
  }
  std::unique_ptr<CephS3Server> server(new CephS3Server(folder));
  absl::Status status = server->WriteConfiguration();
  if (status.ok()) status = server->MakeCertificate();
  if (status.ok()) status = server->StartMonitor();
  if (status.ok()) status = server->StartStorage();
  if (status.ok()) status = server->StartGateway();
  if (status.ok()) status = server->MakeUserAndBucket();
  if (!status.ok()) return status;
  return server;
}

CephS3Server::CephS3Server(const std::string& folder)
    : folder_(folder),
      monitor_port_(FreePort()),
      gateway_port_(FreePort()),
      tls_port_(FreePort()) {}

// The gateway first: it would wait for the others.
CephS3Server::~CephS3Server() {
  gateway_.reset();
  storage_.reset();
  monitor_.reset();
}

S3Options CephS3Server::Options() const {
  return {.endpoint = absl::StrCat("http://127.0.0.1:", gateway_port_),
          .bucket = kBucket,
          .credentials = {kAccessKey, kSecretKey}};
}

S3Options CephS3Server::TlsOptions() const {
  S3Options options = Options();
  options.endpoint = absl::StrCat("https://127.0.0.1:", tls_port_);
  options.ca_file = folder_ + "/certificate.pem";
  return options;
}

absl::Status CephS3Server::SetQuota(uint64_t size_bytes) {
  const std::string of_user = " --quota-scope=user --uid=test";
  absl::Status status =
      Run(absl::StrCat("radosgw-admin quota set", of_user, " --max-size=", size_bytes));
  if (status.ok()) status = Run(absl::StrCat("radosgw-admin quota enable", of_user));
  return status;
}

absl::Status CephS3Server::CollectGarbage() {
  return Run("radosgw-admin gc process --include-all");
}

void CephS3Server::KillGateway() { gateway_.reset(); }

absl::Status CephS3Server::StartGateway() {
  auto gateway = Serve("radosgw -f -n client.rgw.a");
  if (!gateway.ok()) return gateway.status();
  gateway_ = *std::move(gateway);
  const absl::Time deadline = absl::Now() + kStartTimeout;
  while (StatusOf("GET", absl::StrCat("http://127.0.0.1:", gateway_port_, "/")) == 0) {
    if (absl::Now() > deadline || gateway_->Ended()) return Failed("radosgw does not answer");
    absl::SleepFor(absl::Milliseconds(50));
  }
  return absl::OkStatus();
}

absl::Status CephS3Server::WriteConfiguration() {
  for (const char* below : {"", "/monitor", "/storage", "/gateway"}) {
    std::error_code error;
    fs::create_directories(folder_ + below, error);
    if (error) return Failed(absl::StrCat("no folder ", below));
  }
  std::ofstream file(folder_ + "/ceph.conf");
  file << absl::StrReplaceAll(kConfiguration, {{"$folder", folder_},
                                               {"$monitor_port", absl::StrCat(monitor_port_)},
                                               {"$gateway_port", absl::StrCat(gateway_port_)},
                                               {"$tls_port", absl::StrCat(tls_port_)}});
  file.close();
  return file.good() ? absl::OkStatus() : Failed("cannot write the configuration");
}

absl::Status CephS3Server::MakeCertificate() {
  return Run(absl::StrCat(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
      "-subj /CN=test -addext subjectAltName=IP:127.0.0.1 -keyout ",
      folder_, "/key.pem -out ", folder_, "/certificate.pem"));
}

absl::Status CephS3Server::StartMonitor() {
  const std::string map = folder_ + "/monmap";
  absl::Status status = Run(absl::StrCat(
      "monmaptool --create --fsid 3d3b9c52-8f3e-4f2a-8c44-6d7a5c0f7e11 --addv a [v2:127.0.0.1:",
      monitor_port_, "] ", map));
  if (status.ok()) status = Run(absl::StrCat("ceph-mon -i a --mkfs --monmap ", map));
  if (!status.ok()) return status;
  auto monitor = Serve("ceph-mon -f -i a");
  if (!monitor.ok()) return monitor.status();
  monitor_ = *std::move(monitor);
  return absl::OkStatus();
}

absl::Status CephS3Server::StartStorage() {
  absl::Status status = Run(absl::StrCat("ceph --connect-timeout 60 osd new ", kStorageUuid, " 0"));
  if (status.ok()) status = Run("ceph osd crush add osd.0 1.0 root=default host=a");
  if (status.ok()) status = Run(absl::StrCat("ceph-osd -i 0 --mkfs --osd-uuid ", kStorageUuid));
  if (!status.ok()) return status;
  auto storage = Serve("ceph-osd -f -i 0");
  if (!storage.ok()) return storage.status();
  storage_ = *std::move(storage);
  return absl::OkStatus();
}

absl::Status CephS3Server::MakeUserAndBucket() {
  absl::Status status = Run(absl::StrCat(
      "radosgw-admin user create --uid=test --display-name=test --access-key=", kAccessKey,
      " --secret-key=", kSecretKey));
  if (!status.ok()) return status;
  const long made = StatusOf("PUT", absl::StrCat("http://127.0.0.1:", gateway_port_, "/", kBucket));
  return made == 200 ? absl::OkStatus() : Failed(absl::StrCat("making the bucket gave ", made));
}

absl::Status CephS3Server::Run(const std::string& command) {
  auto running = Serve(command);
  if (!running.ok()) return running.status();
  const int code = (*running)->Wait();
  return code == 0 ? absl::OkStatus() : Failed(absl::StrCat(command, " ended with ", code));
}

absl::StatusOr<std::unique_ptr<ChildProcess>> CephS3Server::Serve(const std::string& command) {
  std::vector<std::string> arguments = absl::StrSplit(command, ' ');
  if (arguments[0] != "monmaptool" && arguments[0] != "openssl") {
    arguments.insert(arguments.begin() + 1, {"-c", folder_ + "/ceph.conf"});
  }
  auto process = ChildProcess::Start(arguments, folder_ + "/output.log");
  if (process == nullptr) return Failed(absl::StrCat("cannot start ", arguments[0]));
  return process;
}

absl::Status CephS3Server::Failed(const std::string& what) const {
  std::ifstream file(folder_ + "/output.log");
  const std::string log(std::istreambuf_iterator<char>(file), {});
  return absl::InternalError(absl::StrCat(
      "Ceph: ", what, "\n", log.substr(log.size() - std::min<size_t>(log.size(), 2000))));
}

}  // namespace docshare::platform
