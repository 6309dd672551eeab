"""Who lives in the demo: made-up people and companies with names as they are in Việt Nam."""

from typing import Literal, NamedTuple

from cti.accounts.rights import Role

Owner = Literal["linh", "nam", "quanly"] | None


class Login(NamedTuple):
    """A demo account."""

    username: str
    name: str
    role: Role
    extension: str | None
    in_team: bool


# Everybody can read these: the demo is for a machine of one's own.
DEMO_PASSWORD = "xinchao-2026"  # noqa: S105 - shown to whoever starts the demo

TEAM = "Nhóm Tư vấn"

LOGINS = (
    Login("chutaikhoan", "Phạm Gia Bảo", Role.OWNER, None, in_team=False),
    Login("admin", "Đỗ Minh Quân", Role.ADMIN, None, in_team=False),
    Login("quanly", "Vũ Thu Hà", Role.SUPERVISOR, None, in_team=True),
    Login("linh", "Nguyễn Khánh Linh", Role.AGENT, "101", in_team=True),
    Login("nam", "Trần Hoài Nam", Role.AGENT, "102", in_team=True),
)

PERSONS = (
    "Nguyễn Thị Hồng Nhung Phương",
    "Trần Văn Đức",
    "Lê Thị Ngọc Ánh",
    "Phạm Quốc Đạt",
    "Hoàng Thị Thuỳ Dương",
    "Huỳnh Tấn Phát",
    "Phan Thị Diễm My",
    "Võ Hoàng Yến",
    "Đặng Hữu Nghĩa",
    "Bùi Thị Xuân Quỳnh",
    "Đỗ Đức Thắng",
    "Hồ Thị Kiều Oanh",
    "Ngô Châu Anh",
    "Dương Thành Long",
    "Lý Thị Mỹ Duyên",
    "Đinh Công Thành",
    "Mai Thị Tuyết Nhung",
    "Trịnh Xuân Hoà",
    "Đoàn Minh Khuê",
    "Cao Thị Bích Ngọc",
    "Tô Vĩnh Khang",
    "Lâm Tường Vy",
    "Châu Ngọc Ẩn",
    "Tạ Thị Thanh Thuý",
    "Quách Đình Khôi",
    "Thái Thị Phượng",
    "Lương Thế Khải",
    "Hà Thị Cẩm Tú",
    "Vương Thị Huệ Chi",
    "Kiều Thị Mận",
    "Y Blơm Êban",
    "H'Mai Niê",
    "Nông Văn Tiến",
    "Thạch Thị Sóc Kha",
    "Từ Hoàng Sơn",
    "Nghiêm Thị Ước",
    "Tôn Nữ Quỳnh Giao",
    "Âu Dương Quân",
    "Ung Hoàng Lâm",
    "Ông Thị Lượm",
)


class Company(NamedTuple):
    """A company and the people looked after in it."""

    name: str
    address: str
    contacts: tuple[tuple[str, str], ...]  # name, title


# 120 characters: what a screen must be able to show.
LONG_NAME = (
    "Công ty Trách nhiệm hữu hạn Một thành viên Thương mại Dịch vụ Kỹ thuật "
    "và Đầu tư Phát triển Công nghệ Nông nghiệp Sao Đỏ"
)

COMPANIES = (
    Company(
        "Công ty TNHH Minh An",
        "12 Láng Hạ, Ba Đình, Hà Nội",
        (
            ("Nguyễn Thị Lan", "Giám đốc"),
            ("Trần Văn Đức", "Kế toán"),
            ("Lê Hồng Hạnh", "Trưởng phòng Nhân sự"),
        ),
    ),
    Company(LONG_NAME, "Km 9, Đại lộ Thăng Long, Hà Nội", (("Bùi Văn Hoà", "Giám đốc"),)),
    Company(
        "Công ty Cổ phần Hoà Bình Xanh",
        "235 Võ Thị Sáu, Quận 3, TP. HCM",
        (("Đỗ Thị Mơ", "Mua hàng"),),
    ),
    Company("Nhà thuốc Bảo Khang", "45 Trần Phú, Nha Trang", (("Phạm Thị Sen", "Dược sĩ"),)),
    Company("Trường Mầm non Hoa Sữa", "8 Quang Trung, Hà Đông", (("Vũ Thị Hoài", "Hiệu trưởng"),)),
    Company(
        "Khách sạn Biển Đông",
        "2 Trần Phú, Vũng Tàu",
        (("Lý Thành Công", "Quản lý"), ("Mai Anh", "Lễ tân")),
    ),
    Company("HTX Nông sản Mộc Châu", "Thị trấn Mộc Châu, Sơn La", (("Lò Văn Pín", "Chủ nhiệm"),)),
    Company(
        "Công ty CP Vận tải Đường Sắt Sài Gòn Mới",
        "1 Nguyễn Thông, Quận 3, TP. HCM",
        (("Hồ Đắc Lực", "Điều phối"),),
    ),
    Company(
        "Tiệm bánh Đồng Xanh", "71 Hàng Gai, Hoàn Kiếm, Hà Nội", (("Tạ Minh Nguyệt", "Chủ tiệm"),)
    ),
    Company(
        "Phòng khám Đa khoa Tâm Đức",
        "300 Lê Duẩn, Đà Nẵng",
        (("BS. Ngô Thị Ái", "Trưởng phòng khám"),),
    ),
    Company(
        "Công ty TNHH In ấn Sắc Màu",
        "19 Cách Mạng Tháng Tám, Cần Thơ",
        (("Dương Quốc Việt", "Giám đốc"),),
    ),
    Company(
        "Siêu thị Điện máy Hưng Thịnh",
        "88 Lạch Tray, Hải Phòng",
        (("Đào Thị Huệ", "Kế toán trưởng"),),
    ),
    Company(
        "Công ty CP Phần mềm Sao Khuê", "Khu CNTT tập trung, Đà Nẵng", (("Trương Gia Hân", "CTO"),)
    ),
    Company("Xưởng mộc Đồng Kỵ", "Đồng Kỵ, Từ Sơn, Bắc Ninh", (("Nguyễn Văn Bảy", "Chủ xưởng"),)),
    Company(
        "Công ty Luật Ánh Dương", "14 Phan Chu Trinh, Hà Nội", (("LS. Phan Thị Ý", "Luật sư"),)
    ),
    Company("Vườn ươm Sa Đéc", "Sa Đéc, Đồng Tháp", (("Út Tèo", "Chủ vườn"),)),
    Company(
        "Công ty Du lịch Cao Nguyên",
        "5 Lê Hồng Phong, Đà Lạt",
        (("Cao Thị Ngần", "Điều hành tour"),),
    ),
    Company("Garage Ô tô Thành Đạt", "102 Nguyễn Văn Linh, Huế", (("Tôn Thất Đạt", "Chủ garage"),)),
    Company(
        "Công ty May Việt Thắng Lợi", "KCN Sóng Thần, Bình Dương", (("Lê Thị Út Mười", "Nhân sự"),)
    ),
    Company("Spa Ngọc Trai", "60 Trần Hưng Đạo, Phú Quốc", (("Trần Thị Ngọc Trai", "Chủ spa"),)),
)

OWNERS: tuple[Owner, ...] = ("linh", "nam", None, "linh", "quanly", "nam")
"""Who owns the first, second… customer, over and over; None is nobody."""

NOTES = (
    "Khách quan tâm gói 50 người, hẹn gửi báo giá trong tuần.",
    "Đã gửi tài liệu qua email. Khách muốn gọi lại sau 14h.",
    "Anh ấy đi công tác, gọi lại thứ Hai.\nNgười nghe máy: lễ tân.",
    "Khách hỏi về chính sách đổi trả, đã tư vấn.",
    "Không tiện nói chuyện, nhắn tin trước khi gọi.",
)

DISPOSITIONS = (
    ("agreed", "Đồng ý", "Agreed"),
    ("callback", "Hẹn gọi lại", "Call back"),
    ("no_answer", "Không nghe máy", "No answer"),
    ("declined", "Từ chối", "Declined"),
    ("wrong_number", "Sai số", "Wrong number"),
    ("busy", "Máy bận", "Busy"),
    ("information", "Cần thêm thông tin", "Needs information"),
    ("other", "Khác", "Other"),
)
"""Code, Vietnamese, English; the first nine are also on the keys 1 to 9."""

CAMPAIGN = "Hội thảo tháng 12"

SPEECH = (
    "Xin chào quý khách. Trung tâm trân trọng kính mời quý khách tham dự hội thảo tháng mười hai. "
    "Bấm phím một để đăng ký. Bấm phím hai để xác nhận tham gia. Bấm phím ba để hủy. "
    "Bấm phím chín nếu quý khách không muốn nhận cuộc gọi nữa. Xin cảm ơn."
)

FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLE_NAMES = ("Thị Thu", "Văn", "Ngọc", "Minh", "Thị Mỹ", "Đức", "Hoàng")
GIVEN_NAMES = (
    "An",
    "Ân",
    "Bình",
    "Chi",
    "Đào",
    "Giang",
    "Hậu",
    "Khoa",
    "Lộc",
    "Nhã",
    "Quý",
    "Uyên",
    "Ý",
)
