# Tiếng Việt. Mọi ngôn ngữ có cùng các khóa; một phép thử so sánh chúng.

## Các bước
stage-idle = Bắt đầu
stage-read = Đọc tệp
stage-link = Ghép người
stage-index = Lập chỉ mục lượt
stage-derive = Suy ra người tiếp xúc
stage-write = Ghi kết quả
stage-simulate = Mô phỏng từng ngày

## Trợ giúp
help-about = TruyVet: từ các tệp khai báo và quét QR đến danh sách người tiếp xúc có căn cứ, giải trình được.
help-heading-usage = Cách dùng
help-heading-commands = Các lệnh
help-heading-options = Tùy chọn
help-heading-arguments = Đối số
help-heading-parameters = Tham số truy vết
help-usage-truyvet = truyvet [TÙY CHỌN] LỆNH
help-usage-generate = truyvet generate [TÙY CHỌN] --out THƯ_MỤC
help-usage-check = truyvet check [TÙY CHỌN] ĐẦU_VÀO…
help-usage-trace = truyvet trace [TÙY CHỌN] --out THƯ_MỤC ĐẦU_VÀO…
help-usage-why = truyvet why [TÙY CHỌN] NGƯỜI ĐẦU_VÀO…
help-usage-score = truyvet score [TÙY CHỌN] ĐẦU_VÀO…
help-value-inputs = ĐẦU_VÀO
help-value-person = NGƯỜI
help-help = Hiện trợ giúp này
help-version = Hiện phiên bản
help-lang = Ngôn ngữ: vi hoặc en (mặc định: theo hệ thống)
help-json = In bản tóm tắt dạng JSON ra stdout
help-threads = Số luồng xử lý (mặc định: mọi nhân CPU); kết quả không phụ thuộc vào đó
help-inputs = Tệp hoặc thư mục, hoặc vai_trò=TỆP (visits, scans, encounters, places, people, households, cases, quarantines, declarations)
help-as-of = Dòng nào muộn hơn thời điểm này quá một ngày thì giữ lại vì ở tương lai (mặc định: không giữ)
help-out = Thư mục ghi kết quả
help-check = Chỉ đọc và kiểm tra: dạng tệp, số dòng, dòng giữ lại kèm lý do
help-held = Ghi các dòng giữ lại vào tệp CSV này
help-trace = Chạy toàn bộ: danh sách tiếp xúc, bằng chứng, liên kết, ca bệnh, dòng giữ lại
help-evidence = Cách ghi bằng chứng: none, parquet hoặc csv (mặc định: parquet)
help-with = Cột thêm vào contacts.csv: name,phone,address,district,ward
help-why = Giải thích vì sao một người là người tiếp xúc, và vì sao không ở bậc gần hơn
help-person = Mã người, số CCCD hoặc mã QID
help-score = So kết quả với các ca lây nhiễm đã biết: mỗi bộ quy tắc tìm được bao nhiêu
help-truth = Tệp ca lây nhiễm đã biết (from,to hoặc infector,infectee); nếu thiếu thì dùng tệp có trong đầu vào
help-score-preset = Chỉ bộ quy tắc này (mặc định: tất cả)
help-generate = Tạo ổ dịch mô phỏng, biết rõ ai lây cho ai, theo dạng tệp của các nguồn thật
help-people = Số người (mặc định: 2000)
help-days = Số ngày (mặc định: 21)
help-seed = Số khởi tạo ngẫu nhiên; cùng số cho các tệp giống hệt (mặc định: 2021)
help-visits = Tổng số lượt tại điểm quét muốn có (mặc định: khoảng 1,2 lượt mỗi người mỗi ngày)
help-cases = Số ca xác định muốn có (mặc định: theo ổ dịch)
help-zipf = Mức chênh lệch độ đông giữa các điểm, 0 đến 4 (mặc định: 1)
help-hot-share = Tỷ lệ lượt dồn về một chợ, 0 đến 0.5 (mặc định: 0)
help-missing-out = Tỷ lệ lượt thiếu giờ ra, 0 đến 1 (mặc định: 0.15)
help-format = Cách ghi lượt quét: csv hoặc parquet (mặc định: csv)
help-preset = Bộ quy tắc ban đầu: VN-2021-08 (mặc định), VN-2020, VN-2021-12, VN-2022-04, WHO, CDC, ECDC

## Tham số
param-pre-onset-days = Số ngày có khả năng lây trước khởi phát
param-pre-sample-days = Số ngày có khả năng lây trước khi lấy mẫu dương tính, khi không rõ khởi phát
param-post-days = Số ngày có khả năng lây sau khởi phát hoặc lấy mẫu, khi không rõ ngày cách ly
param-min-minutes = Số phút cùng có mặt tối thiểu, cộng dồn trong 24 giờ liên tiếp bất kỳ
param-lag-minutes = Số phút không gian kín còn nguy cơ lây sau khi nguồn lây rời đi
param-latent-hours = Số giờ từ phơi nhiễm đầu đến khi người tiếp xúc có thể lây tiếp (thời kỳ tiềm tàng)
param-onward-days = Số ngày sau phơi nhiễm cuối mà người tiếp xúc còn có thể lây tiếp; 0: không giới hạn
param-max-tier = Truy đến F mấy (1 = F1 … 5 = F5)
param-quarantine-days = Số ngày cách ly tính từ phơi nhiễm cuối
param-households = Coi người cùng hộ là ở cùng nhau ban đêm (21–6 giờ): on hoặc off
param-include-suspected = Coi cả ca nghi ngờ là F0
param-include-weak = Tính cả lần tiếp xúc có tín hiệu dưới ngưỡng cảm biến
param-dwell = Thời gian lưu lại giả định (phút) của một loại điểm, ví dụ market=45; dùng được nhiều lần

## Cách dùng
usage-see-help = Xem: truyvet --help
usage-no-window = Phiên bản này chưa có cửa sổ: hãy nêu một lệnh.
usage-unknown-argument = Không có tùy chọn { $argument }.
usage-unknown-command = Không có lệnh { $command }.
usage-missing = Còn thiếu: { $argument }.
usage-no-value = { $option } cần một giá trị.
usage-one-of = { $option }: không nhận “{ $value }”. Có thể dùng: { $valid }.
usage-invalid-value = { $option }: không đọc được “{ $value }” làm giá trị của tùy chọn này.
usage-twice = { $argument } bị lặp lại, hoặc đi cùng tùy chọn loại trừ nó.
usage-other = Không hiểu được các đối số. { $argument }
usage-unknown-preset = Không có bộ quy tắc { $name }. Có: { $known }.
usage-unknown-parameter = Không có tham số { $name }.
usage-unknown-category = Không có loại điểm { $name }. Có: { $known }.
usage-out-of-range = { $option } phải nằm từ { $least } đến { $most }.

## Lỗi
error-cancelled = Đã hủy; không ghi gì.
error-open = Không mở được { $path }: { $detail }
error-nothing-there = { $path }: không có tệp nào đọc được làm dữ liệu.
error-no-rows = { $file } không có dòng nào.
error-other-kind = { $file } là loại tệp khác ({ $kind }): cần CSV, TSV hoặc Parquet. Trong Excel: Lưu thành (Save As) → CSV UTF-8.
error-header-not-utf8 = { $file }: dòng 1 (tiêu đề) không phải văn bản UTF-8. Trong Excel: Lưu thành (Save As) → CSV UTF-8.
error-duplicate-header = { $file }, dòng 1: cột { $first } và cột { $second } cùng tên.
error-column-type = { $file }, cột { $column }: không đọc được ô kiểu { $kind }.
error-unknown-role = Không có vai trò “{ $word }”. Có: { $roles }.
error-overwrites = Không ghi: { $path } là một trong các tệp đầu vào. Hãy chọn thư mục khác cho kết quả.
error-not-a-file = Không ghi: { $path } đã có và không phải tệp thường.
error-own-result = { $file } là kết quả do chương trình này ghi ra, không phải đầu vào.
error-damaged = { $file } bị hỏng: { $detail }
error-not-recognised = Không nhận ra { $file } qua các cột (tên cột phải ở dòng 1). Hãy nói rõ vai trò, ví dụ visits=TỆP.
error-missing-columns = { $file } có vẻ là “{ $profile }” nhưng thiếu cột: { $columns }.
error-too-many-rows = Tổng cộng hơn 4 tỷ dòng: hãy đưa ít tệp hơn mỗi lần.
error-asset = Một phần của chính chương trình bị hỏng: { $detail }
error-write = Không ghi được { $path }: { $detail }
error-format = Không ghi được { $file }: { $detail }
error-stdout = Không ghi được kết quả ra: { $detail }
error-threads = Không tạo được luồng: { $detail }
error-no-such-person = Không bản ghi nào nêu người đó. Hãy dùng mã người trong contacts.csv, số CCCD hoặc mã QID.
error-no-truth = Trong đầu vào không có ca lây đã biết: hãy nêu tệp bằng --truth.
error-synth-write = Không ghi được các tệp giả lập: { $detail }
error-synth-range = { $option } phải nằm từ { $least } đến { $most }.
error-synth-midnight = Ngày đầu phải bắt đầu lúc nửa đêm địa phương.
error-synth-visits = { $wanted } lượt là quá nhiều: tối đa { $most } với chừng ấy người và ngày.
error-synth-cases = { $wanted } ca là quá nhiều: tối đa { $most } với chừng ấy người.

## Ghi chú về đầu vào
note-left-out = Bỏ qua: { $why }
note-not-a-table = { $file } không phải tệp dữ liệu.
note-not-yet = Phiên bản này chưa mở được { $file }. Trong Excel: Lưu thành (Save As) → CSV UTF-8.
note-run-folder = { $file } chứa kết quả của một lần chạy trước.
note-run-file = { $file } là kết quả của một lần chạy trước.
note-truth = { $file } chứa đáp án (các ca lây nhiễm đã biết), không dùng để truy vết.
note-could-also-be = { $file } được đọc là { $profile }; cũng có thể là { $rival }: nếu vậy hãy ghi { $role }=TỆP.
note-no-place-register = Trong đầu vào không có danh mục điểm: mọi nơi được coi là “khác”.
note-no-cases = Không có ca xác định nào dùng được trong đầu vào nên không truy vết được ai.
note-no-presence = Không có lượt có mặt hay lần tiếp xúc gần nào dùng được trong đầu vào nên không truy vết được ai.
note-many-held = { $held }/{ $read } dòng của { $file } bị giữ lại; danh sách có thể thiếu người. Lý do: held.csv
note-date-order-assumed = { $file }, cột “{ $column }”: không có gì chứng tỏ ngày hay tháng đứng trước; đọc là { $order }.
note-date-order-proven = { $file }, cột “{ $column }”: có ngày chứng tỏ là { $order }; cả cột được đọc như vậy.
note-date-order-mixed = { $file }, cột “{ $column }”: có ngày chỉ có thể là ngày/tháng, có ngày chỉ có thể là tháng/ngày; đọc là { $order }. Hãy kiểm tra tệp.
note-key-conflicts = { $count } mã nêu hai người khác nhau và không được dùng cho ai.
date-order-day-first = ngày/tháng
date-order-month-first = tháng/ngày

## Cột của bảng tệp
column-file = tệp
column-profile = nhận ra là
column-read = đọc
column-accepted = nhận
column-warned = cảnh báo
column-merged = trùng
column-held = giữ lại

## Dạng tệp
profile-plain-visits = lượt có mặt
profile-plain-encounters = tiếp xúc gần
profile-plain-places = địa điểm
profile-plain-people = người
profile-plain-households = hộ gia đình
profile-plain-cases = ca bệnh
profile-plain-quarantines = cách ly
profile-plain-declarations = khai báo
profile-vneid-scans = quét QR VNEID
profile-vneid-declarations = khai báo di chuyển VNEID
profile-population-register = CSDL dân cư
profile-place-register = danh mục điểm
profile-vn-cases = báo cáo ca bệnh
profile-vn-quarantines = báo cáo cách ly
profile-vn-quarantine-periods = báo cáo cách ly (từ ngày, đến ngày)
profile-truth = ca lây đã biết

## Tóm tắt lần chạy
summary-preset = Quy tắc: { $preset }
summary-read = { $files } tệp, { $read } dòng: nhận { $accepted } (cảnh báo { $warned }), trùng { $merged }, giữ lại { $held }
summary-records = Người: { $people }   Địa điểm: { $places } (gồm cả chuyến xe)   Lượt có mặt: { $visits }   Tiếp xúc gần: { $encounters }
summary-cases = F0: { $cases } (truy vết được: { $traced }, không rõ ngày: { $undated }, khoảng lây rỗng: { $empty }); ca nghi ngờ: { $suspected }
summary-held = Dòng giữ lại: { $path }
summary-links = Bằng chứng: { $evidence } cặp   Liên hệ dịch tễ nghi ngờ giữa các F0: { $links }
summary-list = Danh sách tiếp xúc: { $path }
summary-time = { $seconds } giây, { $memory } MB

## Giả lập
generated-people = Người
generated-households = Hộ gia đình
generated-places = Địa điểm
generated-visits = Lượt tại điểm quét
generated-scan-rows = Dòng quét
generated-declarations = Tờ khai
generated-infections = Ca lây
generated-imported = trong đó ca xâm nhập
generated-confirmed = Ca xác định
generated-quarantines = Lượt cách ly
generated-where = Nơi lây: { $list }
generated-done = Các tệp ở { $path }

## So với sự thật
score-preset = bộ quy tắc
score-found = tìm được
score-shared-places = ngoài nhà ở
score-from-cases = người lây là F0
score-linked = liên hệ nghi ngờ
score-first-link = khả dĩ nhất
score-listed = có trong danh sách
score-category = nơi lây
score-explained = Trên số ca lây nhiễm đã biết (ca xâm nhập không tính). Tìm được: có liên hệ nghi ngờ giữa các F0, hoặc có bằng chứng rằng người lây đã làm phơi nhiễm người bị lây. Người lây là F0: chỉ những ca mà người lây là ca bệnh đã biết. Có trong danh sách: người bị lây là F0 hay người tiếp xúc, do ai cũng được.

## Loại điểm
category-other = khác
category-pharmacy = nhà thuốc
category-convenience = cửa hàng tiện lợi
category-shop = cửa hàng
category-fuel = trạm xăng
category-checkpoint = chốt kiểm soát
category-office = văn phòng
category-bank = ngân hàng
category-market = chợ
category-supermarket = siêu thị
category-restaurant = nhà hàng
category-cafe = quán cà phê
category-mall = trung tâm thương mại
category-worship = cơ sở tôn giáo
category-clinic = phòng khám
category-hospital = bệnh viện
category-school = trường học
category-workplace = nơi làm việc
category-factory = nhà máy
category-home = nhà ở
category-lodging = nhà nghỉ
category-vehicle = phương tiện
category-imported = từ nơi khác đến

## Mức ghi nhận và mức gần
grade-observed = có đủ giờ vào và ra
grade-standing = cùng hộ
grade-imputed = giờ ra ước tính
grade-declared = tự khai
grade-day = chỉ có ngày, cần xác minh
closeness-close = tiếp xúc gần
closeness-probable = nhiều khả năng gần
closeness-possible = chỉ cùng địa điểm

## Vì sao
why-contact = { $person } là { $tier }: phơi nhiễm đầu { $first }, cuối { $last }, tổng { $minutes }, { $sources } nguồn lây, điểm nguy cơ { $risk }; cách ly đến { $until }
why-index-case = { $person } là F0.
why-episode = { $kind } { $t0 }, thời kỳ lây truyền { $window }
why-onset = Khởi phát
why-sample = Mẫu dương tính
why-not-traceable = Không truy vết được: không rõ khởi phát hay ngày lấy mẫu, hoặc thời kỳ lây truyền rỗng.
why-not-listed = { $person } không có trong danh sách tiếp xúc.
why-infectious = Thời kỳ lây truyền: { $windows }
why-onward = Có thể lây tiếp: { $windows }
why-from = từ { $start }
why-place = { $place }
why-encounter = Tiếp xúc gần
why-household = Hộ { $household }
why-piece = { $at }: { $span }, { $minutes }{ $rows }
why-rule-any = Quy tắc: mọi lần cùng có mặt đều tính; tổng { $minutes }, nhiều nhất { $most } trong 24 giờ
why-rule-minutes = Quy tắc: ít nhất { $threshold } ph trong 24 giờ; ở đây { $most }, tổng { $minutes }
why-worth = Chất lượng dữ liệu: { $grade } (thấp nhất: { $worst }); mức độ gần: { $closeness }; điểm nguy cơ { $risk } (chỉ để xếp thứ tự ưu tiên, chưa được kiểm định)
why-indirect = Gián tiếp: nguồn lây đã rời đi; không gian kín còn nguy cơ thêm { $lag } ph
miss-anything = Không có ghi nhận nào ở gần người đang có khả năng lây.
miss-tier = Không phải { $tier }: không có ghi nhận tiếp xúc với người ở bậc trước.
miss-minutes = Không phải { $tier }: với { $source } chỉ { $by } trong 24 giờ; cần { $threshold } ph.
miss-quarantine = Không phải { $tier }: gặp { $source } lúc { $span }, khi { $source } đang cách ly.
miss-too-early = Không phải { $tier }: gặp { $source } lúc { $span }, { $by } trước khi { $source } có thể lây.
miss-too-late = Không phải { $tier }: gặp { $source } lúc { $span }, { $by } sau khi { $source } không còn khả năng lây.
miss-apart = Không phải { $tier }: { $person } và { $source } cùng đến { $place } nhưng cách nhau { $by }.
unit-days = { $n } ngày
unit-hours = { $n } giờ
unit-minutes = { $n } ph

## Lý do
reason-invalid-utf8 = chữ không đúng mã UTF-8
reason-nul-in-field = có ký tự NUL trong ô
reason-short-row = ít ô hơn tiêu đề
reason-long-row = nhiều ô hơn tiêu đề
reason-unclosed-quote = dấu nháy không được đóng
reason-cell-too-long = ô dài hơn 64 KB
reason-field-empty = thiếu trường bắt buộc
reason-time-unreadable = không phải ngày hay giờ
reason-no-such-date = không có ngày này trong lịch
reason-two-digit-year = năm chỉ có hai chữ số
reason-buddhist-year = năm theo Phật lịch?
reason-time-out-of-range = trước 1970 hoặc sau 2099
reason-in-future = ở tương lai
reason-hour-24 = ghi 24:00, đọc là 00:00 hôm sau
reason-check-out-before-check-in = giờ ra trước giờ vào
reason-end-before-start = kết thúc trước khi bắt đầu
reason-unmatched-out = có quét ra nhưng không có quét vào trước đó
reason-unknown-direction = không phải vào hay ra
reason-cccd-leading-zero-lost = 11 chữ số: số CCCD mất số 0 ở đầu?
reason-cccd-scientific = ghi dạng lũy thừa: đã mất chữ số, không khôi phục được
reason-cccd-invalid = không phải số CCCD
reason-cccd-birth-year-differs = số CCCD mâu thuẫn với năm sinh
reason-cccd-sex-differs = số CCCD mâu thuẫn với giới tính
reason-cccd-province-unknown = số CCCD có mã tỉnh lạ
reason-no-person-key = không có mã người, số CCCD hay mã QID (số CMND 9 chữ số không dùng để ghép người)
reason-ambiguous-person-key = một mã ứng với hai người
reason-cccd-conflict = một người có hai số CCCD khác nhau
reason-qr-unreadable = không phải mã QR đã biết
reason-contact-with-oneself = tiếp xúc với chính mình
reason-unknown-place = nơi không có trong danh mục điểm
reason-unknown-person = người không có trong danh sách người
reason-unknown-category = loại điểm lạ, coi là “khác”
reason-unknown-word = giá trị không hiểu được ở cột này
reason-unknown-status = không phải xác định, nghi ngờ hay loại trừ
reason-number-unreadable = không phải số hợp lệ ở đây
reason-coordinates-impossible = tọa độ không hợp lệ
reason-place-rows-differ = mâu thuẫn với dòng khác về cùng điểm
reason-case-without-dates = ca không có ngày khởi phát, lấy mẫu hay cách ly
reason-declared-contact-unresolved = người tiếp xúc khai báo thiếu ngày hoặc chưa rõ là ai, cần xem lại
reason-unusual-plate = biển số không theo mẫu Việt Nam
reason-nothing-to-trace = tờ khai không nêu phương tiện, chốt, nơi đến hay người tiếp xúc nào
help-value-folder = THƯ_MỤC
help-value-file = TỆP
help-value-name = TÊN
help-value-time = THỜI_ĐIỂM
help-value-form = DẠNG
help-value-columns = CỘT
help-value-category = LOẠI=PHÚT
why-suspected = { $person } là ca nghi ngờ, chưa tính là F0.
why-links = Có thể bị lây từ: { $sources }
unit-seconds = { $n } giây
miss-touch = Không phải { $tier }: { $person } và { $source } cùng đến { $place }, nhưng người này đến đúng lúc người kia rời đi.
